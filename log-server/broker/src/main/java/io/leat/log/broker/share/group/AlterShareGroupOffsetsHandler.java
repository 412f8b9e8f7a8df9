package io.leat.log.broker.share.group;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.coordinator.Gathering;
import io.leat.log.coordinator.group.assignment.Assignment;
import io.leat.log.coordinator.group.share.ShareGroups;
import io.leat.log.coordinator.share.SharePartitionKey;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.AlterShareGroupOffsetsRequest;
import io.leat.log.protocol.message.AlterShareGroupOffsetsResponse;
import io.leat.log.protocol.message.AlterShareGroupOffsetsResponse.Partition;
import io.leat.log.protocol.message.AlterShareGroupOffsetsResponse.Topic;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.TopicImage;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** AlterShareGroupOffsets, version 0: a share group without members begins somewhere else. */
public final class AlterShareGroupOffsetsHandler
        implements Handler<AlterShareGroupOffsetsRequest, AlterShareGroupOffsetsResponse> {

    private final Broker broker;

    public AlterShareGroupOffsetsHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiKey key() {
        return ApiKey.ALTER_SHARE_GROUP_OFFSETS;
    }

    @Override
    public AlterShareGroupOffsetsRequest read(Reader in) {
        return AlterShareGroupOffsetsRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            AlterShareGroupOffsetsRequest request,
            Reply<AlterShareGroupOffsetsResponse> reply) {
        String group = request.groupId();
        broker.coordinators()
                .groups()
                .<ShareGroups.KeptPartitions>ask(
                        group,
                        (coordinator, promise, now) ->
                                coordinator
                                        .part(ShareGroups.class)
                                        .restarted(group, existing(request), promise),
                        kept -> {
                            if (kept.error() == ErrorCode.NONE) {
                                context.loop()
                                        .execute(
                                                () ->
                                                        restart(
                                                                context,
                                                                request,
                                                                kept.epoch(),
                                                                reply));
                            } else {
                                refuse(reply, kept.error(), kept.message());
                            }
                        },
                        error -> refuse(reply, error, error.message() + "."));
    }

    private static void refuse(
            Reply<AlterShareGroupOffsetsResponse> reply, ErrorCode error, String message) {
        reply.complete(
                AlterShareGroupOffsetsResponse.builder()
                        .errorCode(error)
                        .errorMessage(message)
                        .build());
    }

    /** Those of the partitions that there are. */
    private Assignment existing(AlterShareGroupOffsetsRequest request) {
        MetadataImage image = broker.image();
        TreeMap<Uuid, SortedSet<Integer>> found = new TreeMap<>();
        for (AlterShareGroupOffsetsRequest.Topic wanted : request.topics()) {
            TopicImage topic = image.topic(wanted.topicName());
            for (AlterShareGroupOffsetsRequest.Partition each : wanted.partitions()) {
                if (topic != null && topic.partition(each.partitionIndex()) != null) {
                    found.computeIfAbsent(topic.id(), id -> new TreeSet<>())
                            .add(each.partitionIndex());
                }
            }
        }
        return new Assignment(found);
    }

    private void restart(
            RequestContext context,
            AlterShareGroupOffsetsRequest request,
            int stateEpoch,
            Reply<AlterShareGroupOffsetsResponse> reply) {
        MetadataImage image = broker.image();
        Gathering<Topic> all =
                new Gathering<>(
                        context.loop(),
                        request.topics().size(),
                        results ->
                                reply.complete(
                                        AlterShareGroupOffsetsResponse.builder()
                                                .responses(results)
                                                .build()));
        for (int i = 0; i < request.topics().size(); i++) {
            int number = i;
            AlterShareGroupOffsetsRequest.Topic wanted = request.topics().get(i);
            TopicImage topic = image.topic(wanted.topicName());
            Topic.Builder result = Topic.builder().topicName(wanted.topicName());
            if (topic != null) {
                result.topicId(topic.id());
            }
            Gathering<Partition> partitions =
                    new Gathering<>(
                            context.loop(),
                            wanted.partitions().size(),
                            each -> all.add(number, result.partitions(each).build()));
            for (int j = 0; j < wanted.partitions().size(); j++) {
                int place = j;
                restart(
                        context,
                        request.groupId(),
                        stateEpoch,
                        topic,
                        wanted.partitions().get(j),
                        partition -> partitions.add(place, partition));
            }
        }
    }

    private void restart(
            RequestContext context,
            String group,
            int stateEpoch,
            @Nullable TopicImage topic,
            AlterShareGroupOffsetsRequest.Partition wanted,
            Consumer<Partition> done) {
        int index = wanted.partitionIndex();
        if (topic == null || topic.partition(index) == null) {
            ErrorCode error = ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
            done.accept(new Partition(index, error, error.message() + "."));
            return;
        }
        broker.coordinators()
                .shareStates(context.loop())
                .initialize(
                        new SharePartitionKey(group, topic.id(), index),
                        stateEpoch,
                        wanted.startOffset(),
                        answer ->
                                done.accept(
                                        new Partition(index, answer.error(), answer.message())));
    }
}
