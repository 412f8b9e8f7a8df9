package io.leat.log.broker.share.group;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.access.Access;
import io.leat.log.broker.access.Authorizer;
import io.leat.log.broker.access.Operation;
import io.leat.log.broker.coordinator.Gathering;
import io.leat.log.coordinator.group.assignment.Assignment;
import io.leat.log.coordinator.group.share.ShareGroups;
import io.leat.log.coordinator.share.SharePartitionKey;
import io.leat.log.coordinator.share.ShareState;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.DescribeShareGroupOffsetsRequest;
import io.leat.log.protocol.message.DescribeShareGroupOffsetsResponse;
import io.leat.log.protocol.message.DescribeShareGroupOffsetsResponse.Group;
import io.leat.log.protocol.message.DescribeShareGroupOffsetsResponse.Partition;
import io.leat.log.protocol.message.DescribeShareGroupOffsetsResponse.Topic;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.PartitionImage;
import io.leat.log.quorum.image.TopicImage;
import io.leat.log.runtime.EventLoop;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * DescribeShareGroupOffsets, versions 0 to 1: how far share groups are, and how much is left for
 * them. Groups are looked at on their coordinators' loops, all else on the connection's.
 */
public final class DescribeShareGroupOffsetsHandler
        implements Handler<DescribeShareGroupOffsetsRequest, DescribeShareGroupOffsetsResponse> {

    private final Broker broker;
    private final Map<EventLoop, EndOffsets> ends = new IdentityHashMap<>();

    public DescribeShareGroupOffsetsHandler(Broker broker) {
        this.broker = broker;
        broker.ports().loops().forEach(loop -> ends.put(loop, new EndOffsets(broker, loop)));
    }

    @Override
    public ApiKey key() {
        return ApiKey.DESCRIBE_SHARE_GROUP_OFFSETS;
    }

    @Override
    public DescribeShareGroupOffsetsRequest read(Reader in) {
        return DescribeShareGroupOffsetsRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            DescribeShareGroupOffsetsRequest request,
            Reply<DescribeShareGroupOffsetsResponse> reply) {
        List<DescribeShareGroupOffsetsRequest.Group> wanted = request.groups();
        Gathering<Group> all =
                new Gathering<>(
                        context.loop(),
                        wanted.size(),
                        groups ->
                                reply.complete(
                                        DescribeShareGroupOffsetsResponse.builder()
                                                .groups(groups)
                                                .build()));
        for (int i = 0; i < wanted.size(); i++) {
            int number = i;
            describe(context, wanted.get(i), group -> all.add(number, group));
        }
    }

    private void describe(
            RequestContext context,
            DescribeShareGroupOffsetsRequest.Group wanted,
            Consumer<Group> done) {
        String id = wanted.groupId();
        broker.coordinators()
                .groups()
                .<ShareGroups.KeptPartitions>ask(
                        id,
                        (coordinator, promise, now) ->
                                coordinator.part(ShareGroups.class).kept(id, promise),
                        kept ->
                                onLoop(
                                        context.loop(),
                                        () -> {
                                            if (kept.error() == ErrorCode.NONE
                                                    || kept.error()
                                                            == ErrorCode.GROUP_ID_NOT_FOUND) {
                                                topics(context, wanted, kept.partitions(), done);
                                            } else {
                                                done.accept(
                                                        failed(id, kept.error(), kept.message()));
                                            }
                                        }),
                        error -> done.accept(failed(id, error, error.message() + ".")));
    }

    private static Group failed(String id, ErrorCode error, String message) {
        return Group.builder().groupId(id).errorCode(error).errorMessage(message).build();
    }

    private void topics(
            RequestContext context,
            DescribeShareGroupOffsetsRequest.Group wanted,
            Assignment kept,
            Consumer<Group> done) {
        MetadataImage image = broker.image();
        List<DescribeShareGroupOffsetsRequest.Topic> named = wanted.topics();
        List<DescribeShareGroupOffsetsRequest.Topic> asked = new ArrayList<>();
        if (named != null) {
            asked.addAll(named);
        } else {
            kept.topics()
                    .forEach(
                            (id, partitions) -> {
                                TopicImage topic = image.topic(id);
                                if (topic != null && maySee(context, image, topic.name())) {
                                    asked.add(
                                            new DescribeShareGroupOffsetsRequest.Topic(
                                                    topic.name(), List.copyOf(partitions)));
                                }
                            });
        }
        Gathering<Topic> all =
                new Gathering<>(
                        context.loop(),
                        asked.size(),
                        topics ->
                                done.accept(
                                        Group.builder()
                                                .groupId(wanted.groupId())
                                                .topics(topics)
                                                .build()));
        for (int i = 0; i < asked.size(); i++) {
            int number = i;
            boolean seen = maySee(context, image, asked.get(i).topicName());
            topic(
                    context,
                    wanted.groupId(),
                    asked.get(i),
                    seen ? image.topic(asked.get(i).topicName()) : null,
                    seen
                            ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
                            : ErrorCode.TOPIC_AUTHORIZATION_FAILED,
                    kept,
                    topic -> all.add(number, topic));
        }
    }

    private boolean maySee(RequestContext context, MetadataImage image, String topic) {
        Authorizer authorizer = broker.authorizer();
        return authorizer == null
                || new Access(authorizer, image, context).topic(Operation.DESCRIBE, topic);
    }

    private void topic(
            RequestContext context,
            String group,
            DescribeShareGroupOffsetsRequest.Topic asked,
            @Nullable TopicImage topic,
            ErrorCode absence,
            Assignment kept,
            Consumer<Topic> done) {
        List<Integer> numbers = asked.partitions();
        Gathering<Partition> all =
                new Gathering<>(
                        context.loop(),
                        numbers.size(),
                        partitions -> {
                            Topic.Builder result =
                                    Topic.builder()
                                            .topicName(asked.topicName())
                                            .partitions(partitions);
                            done.accept(
                                    topic == null
                                            ? result.build()
                                            : result.topicId(topic.id()).build());
                        });
        for (int i = 0; i < numbers.size(); i++) {
            int number = i;
            int index = numbers.get(i);
            PartitionImage partition = topic == null ? null : topic.partition(index);
            if (topic == null || partition == null) {
                all.add(number, failed(index, absence));
            } else if (!kept.contains(topic.id(), index)) {
                all.add(number, unknown(index));
            } else {
                partition(context, group, topic, partition, found -> all.add(number, found));
            }
        }
    }

    private static Partition unknown(int index) {
        return Partition.builder()
                .partitionIndex(index)
                .startOffset(ShareState.UNINITIALIZED)
                .lag(EndOffsets.UNKNOWN)
                .build();
    }

    private static Partition failed(int index, ErrorCode error) {
        return Partition.builder()
                .partitionIndex(index)
                .startOffset(ShareState.UNINITIALIZED)
                .lag(EndOffsets.UNKNOWN)
                .errorCode(error)
                .errorMessage(error.message() + ".")
                .build();
    }

    private void partition(
            RequestContext context,
            String group,
            TopicImage topic,
            PartitionImage partition,
            Consumer<Partition> done) {
        int index = partition.partition();
        broker.coordinators()
                .shareStates(context.loop())
                .summary(
                        new SharePartitionKey(group, topic.id(), index),
                        answer -> {
                            ShareState state = answer.state();
                            EndOffsets offsets = ends.get(context.loop());
                            if (answer.error() != ErrorCode.NONE) {
                                done.accept(failed(index, answer.error()));
                            } else if (state == null
                                    || offsets == null
                                    || state.startOffset() == ShareState.UNINITIALIZED) {
                                done.accept(unknown(index));
                            } else {
                                offsets.find(
                                        topic,
                                        partition,
                                        end -> done.accept(found(index, state, end)));
                            }
                        });
    }

    private static Partition found(int index, ShareState state, long end) {
        boolean known = end != EndOffsets.UNKNOWN && state.deliveryCompleteCount() >= 0;
        long lag = end - state.startOffset() - state.deliveryCompleteCount();
        return Partition.builder()
                .partitionIndex(index)
                .startOffset(state.startOffset())
                .leaderEpoch(state.leaderEpoch())
                .lag(known ? Math.max(0, lag) : EndOffsets.UNKNOWN)
                .build();
    }

    private static void onLoop(EventLoop loop, Runnable action) {
        if (loop.inLoop()) {
            action.run();
        } else {
            loop.execute(action);
        }
    }
}
