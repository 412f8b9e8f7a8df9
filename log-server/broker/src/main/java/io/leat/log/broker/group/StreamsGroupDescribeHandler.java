package io.leat.log.broker.group;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.access.Visibility;
import io.leat.log.broker.coordinator.CoordinatorHost;
import io.leat.log.broker.coordinator.Gathering;
import io.leat.log.coordinator.group.GroupCoordinator;
import io.leat.log.coordinator.group.GroupRecord;
import io.leat.log.coordinator.group.streams.StreamsGroups;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.StreamsGroupDescribeRequest;
import io.leat.log.protocol.message.StreamsGroupDescribeResponse;
import io.leat.log.protocol.message.StreamsGroupDescribeResponse.DescribedGroup;
import io.leat.log.protocol.message.StreamsGroupDescribeResponse.Subtopology;
import io.leat.log.protocol.message.StreamsGroupDescribeResponse.TopicInfo;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** StreamsGroupDescribe, version 0: streams groups with topology, members and tasks. */
public final class StreamsGroupDescribeHandler
        implements Handler<StreamsGroupDescribeRequest, StreamsGroupDescribeResponse> {

    private final CoordinatorHost<GroupCoordinator, GroupRecord> groups;
    private final Visibility visibility;

    public StreamsGroupDescribeHandler(Broker broker) {
        this.groups = broker.coordinators().groups();
        this.visibility = new Visibility(broker);
    }

    @Override
    public ApiKey key() {
        return ApiKey.STREAMS_GROUP_DESCRIBE;
    }

    @Override
    public StreamsGroupDescribeRequest read(Reader in) {
        return StreamsGroupDescribeRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            StreamsGroupDescribeRequest request,
            Reply<StreamsGroupDescribeResponse> reply) {
        List<String> ids = request.groupIds();
        Predicate<String> maySee = visibility.of(context);
        Gathering<DescribedGroup> all =
                new Gathering<>(
                        context.loop(),
                        ids.size(),
                        described ->
                                reply.complete(
                                        StreamsGroupDescribeResponse.builder()
                                                .groups(described)
                                                .build()));
        for (int i = 0; i < ids.size(); i++) {
            int number = i;
            String id = ids.get(i);
            if (id.isEmpty()) {
                all.add(number, failed(id, ErrorCode.INVALID_GROUP_ID, null));
                continue;
            }
            groups.<DescribedGroup>ask(
                    id,
                    (coordinator, promise, now) ->
                            coordinator.part(StreamsGroups.class).describe(id, promise),
                    group -> all.add(number, seen(group, maySee)),
                    error -> all.add(number, failed(id, error, error.message())));
        }
    }

    private static DescribedGroup failed(String id, ErrorCode error, @Nullable String message) {
        return DescribedGroup.builder().groupId(id).errorCode(error).errorMessage(message).build();
    }

    /** A group that uses a topic the client may not know of is not shown at all. */
    private static DescribedGroup seen(DescribedGroup group, Predicate<String> maySee) {
        StreamsGroupDescribeResponse.Topology topology = group.topology();
        List<Subtopology> subtopologies = topology == null ? null : topology.subtopologies();
        boolean allowed =
                subtopologies == null
                        || subtopologies.stream()
                                .flatMap(StreamsGroupDescribeHandler::topics)
                                .allMatch(maySee);
        return allowed
                ? group
                : failed(
                        group.groupId(),
                        ErrorCode.TOPIC_AUTHORIZATION_FAILED,
                        "The described group uses topics that the client is not authorized to"
                                + " describe.");
    }

    private static Stream<String> topics(Subtopology subtopology) {
        return Stream.of(
                        subtopology.sourceTopics().stream(),
                        subtopology.repartitionSinkTopics().stream(),
                        subtopology.repartitionSourceTopics().stream().map(TopicInfo::name),
                        subtopology.stateChangelogTopics().stream().map(TopicInfo::name))
                .flatMap(names -> names);
    }
}
