package io.leat.log.broker.group;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.coordinator.CoordinatorHost;
import io.leat.log.broker.coordinator.Gathering;
import io.leat.log.coordinator.group.GroupCoordinator;
import io.leat.log.coordinator.group.GroupRecord;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.OffsetFetchRequest;
import io.leat.log.protocol.message.OffsetFetchResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * OffsetFetch, versions 0 to 10: where groups stand. Before version 8 a request names one group;
 * from version 10 on topics come by id.
 */
public final class OffsetFetchHandler implements Handler<OffsetFetchRequest, OffsetFetchResponse> {

    private final Broker broker;
    private final CoordinatorHost<GroupCoordinator, GroupRecord> groups;

    public OffsetFetchHandler(Broker broker) {
        this.broker = broker;
        this.groups = broker.coordinators().groups();
    }

    @Override
    public ApiKey key() {
        return ApiKey.OFFSET_FETCH;
    }

    @Override
    public OffsetFetchRequest read(Reader in) {
        return OffsetFetchRequest.read(in);
    }

    private static final int FIRST_WITH_GROUPS = 8;
    private static final int FIRST_WITH_IDS = 10;

    @Override
    public void handle(
            RequestContext context, OffsetFetchRequest request, Reply<OffsetFetchResponse> reply) {
        boolean single = context.apiVersion() < FIRST_WITH_GROUPS;
        List<OffsetFetchRequest.Group> wanted =
                single ? List.of(grouped(request)) : request.groups();
        Gathering<OffsetFetchResponse.Group> all =
                new Gathering<>(
                        context.loop(),
                        wanted.size(),
                        found ->
                                reply.complete(
                                        single
                                                ? ungrouped(found.get(0), context.apiVersion())
                                                : OffsetFetchResponse.builder()
                                                        .groups(found)
                                                        .build()));
        for (int i = 0; i < wanted.size(); i++) {
            int number = i;
            fetch(
                    wanted.get(i),
                    context.apiVersion() >= FIRST_WITH_IDS,
                    request.requireStable(),
                    group -> all.add(number, group));
        }
    }

    private void fetch(
            OffsetFetchRequest.Group wanted,
            boolean byId,
            boolean requireStable,
            Consumer<OffsetFetchResponse.Group> done) {
        TopicNames names = new TopicNames(broker.image());
        OffsetFetchRequest.Group named = byId ? names.named(wanted) : wanted;
        groups.<OffsetFetchResponse.Group>ask(
                wanted.groupId(),
                (coordinator, promise, now) -> coordinator.fetch(named, requireStable, promise),
                group -> done.accept(byId ? names.identified(group, wanted) : group),
                error -> done.accept(failed(wanted, error)));
    }

    /** Version 1 has no other place for an error than the partitions. */
    private static OffsetFetchResponse.Group failed(
            OffsetFetchRequest.Group wanted, ErrorCode error) {
        List<OffsetFetchResponse.Topics> topics = new ArrayList<>();
        List<OffsetFetchRequest.Topics> asked = wanted.topics();
        for (OffsetFetchRequest.Topics each :
                asked == null ? List.<OffsetFetchRequest.Topics>of() : asked) {
            topics.add(
                    new OffsetFetchResponse.Topics(
                            each.name(),
                            each.topicId(),
                            each.partitionIndexes().stream()
                                    .map(
                                            index ->
                                                    new OffsetFetchResponse.Partitions(
                                                            index, -1, -1, "", error))
                                    .toList()));
        }
        return new OffsetFetchResponse.Group(wanted.groupId(), topics, error);
    }

    private static OffsetFetchRequest.Group grouped(OffsetFetchRequest request) {
        List<OffsetFetchRequest.Topic> topics = request.topics();
        List<OffsetFetchRequest.Topics> wanted = null;
        if (topics != null) {
            wanted = new ArrayList<>();
            for (OffsetFetchRequest.Topic each : topics) {
                wanted.add(
                        OffsetFetchRequest.Topics.builder()
                                .name(each.name())
                                .partitionIndexes(each.partitionIndexes())
                                .build());
            }
        }
        return OffsetFetchRequest.Group.builder().groupId(request.groupId()).topics(wanted).build();
    }

    private static OffsetFetchResponse ungrouped(OffsetFetchResponse.Group group, int version) {
        List<OffsetFetchResponse.Topic> topics = new ArrayList<>();
        for (OffsetFetchResponse.Topics topic : group.topics()) {
            List<OffsetFetchResponse.Partition> partitions = new ArrayList<>();
            for (OffsetFetchResponse.Partitions each : topic.partitions()) {
                partitions.add(
                        new OffsetFetchResponse.Partition(
                                each.partitionIndex(),
                                each.committedOffset(),
                                each.committedLeaderEpoch(),
                                each.metadata(),
                                each.errorCode()));
            }
            topics.add(new OffsetFetchResponse.Topic(topic.name(), partitions));
        }
        return OffsetFetchResponse.builder()
                .topics(topics)
                .errorCode(version >= 2 ? group.errorCode() : ErrorCode.NONE)
                .build();
    }
}
