package io.leat.log.broker.group;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** StreamsGroupDescribe, version 0: streams groups with topology, members and tasks. */
public final class StreamsGroupDescribeHandler
        implements Handler<StreamsGroupDescribeRequest, StreamsGroupDescribeResponse> {

    private final GroupDescriptions<DescribedGroup> descriptions;

    public StreamsGroupDescribeHandler(Broker broker) {
        this.descriptions =
                new GroupDescriptions<>(
                        broker,
                        new GroupDescriptions.Kind<>(
                                id ->
                                        (coordinator, promise, now) ->
                                                coordinator
                                                        .part(StreamsGroups.class)
                                                        .describe(id, promise),
                                StreamsGroupDescribeHandler::topics,
                                StreamsGroupDescribeHandler::failed));
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
        descriptions.gather(
                context,
                request.groupIds(),
                described ->
                        reply.complete(
                                StreamsGroupDescribeResponse.builder().groups(described).build()));
    }

    private static DescribedGroup failed(String id, ErrorCode error, @Nullable String message) {
        return DescribedGroup.builder().groupId(id).errorCode(error).errorMessage(message).build();
    }

    private static Stream<String> topics(DescribedGroup group) {
        StreamsGroupDescribeResponse.Topology topology = group.topology();
        List<Subtopology> subtopologies = topology == null ? null : topology.subtopologies();
        return subtopologies == null
                ? Stream.empty()
                : subtopologies.stream().flatMap(StreamsGroupDescribeHandler::topics);
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
