package io.leat.clients.consumer;

import io.leat.clients.consumer.Fetched.EpochEnd;
import io.leat.clients.network.Call;
import io.leat.clients.network.ClientIo;
import io.leat.clients.network.Errors;
import io.leat.common.Cluster;
import io.leat.common.TopicPartition;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.ConsumerGroupHeartbeatRequest;
import io.leat.log.protocol.message.ConsumerGroupHeartbeatResponse;
import io.leat.log.protocol.message.ListOffsetsRequest;
import io.leat.log.protocol.message.ListOffsetsResponse;
import io.leat.log.protocol.message.OffsetForLeaderEpochRequest;
import io.leat.log.protocol.message.OffsetForLeaderEpochResponse;
import io.leat.log.protocol.message.StreamsGroupHeartbeatRequest;
import io.leat.log.protocol.message.StreamsGroupHeartbeatResponse;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * {@link Remote} by Kafka's messages. Stateless apart from the topics it keeps asking for until
 * they exist, which belong to the loop.
 */
final class RemoteCalls implements Remote {

    private static final long MISSING_TOPIC_MS = 1_000;

    private final ClientIo io;
    private final GroupCalls group;
    private final byte isolation;
    private Set<String> wanted = Set.of();
    private boolean asking;

    RemoteCalls(ClientIo io, GroupCalls group, boolean readCommitted) {
        this.io = io;
        this.group = group;
        this.isolation = (byte) (readCommitted ? 1 : 0);
    }

    @Override
    public Cluster cluster() {
        return io.metadata().view().cluster();
    }

    @Override
    public int leaderEpoch(TopicPartition partition) {
        return io.metadata().view().leaderEpoch(partition);
    }

    @Override
    public void follow(Set<String> topics) {
        Set<String> copy = Collections.unmodifiableSet(new LinkedHashSet<>(topics));
        io.metadata().follow(copy);
        io.loop()
                .execute(
                        () -> {
                            wanted = copy;
                            askMissing();
                        });
    }

    /** Asks again, with pauses, as long as a topic that is wanted does not exist. */
    private void askMissing() {
        if (asking || cluster().topics().containsAll(wanted)) {
            return;
        }
        asking = true;
        io.metadata()
                .refresh()
                .whenComplete(
                        (view, failure) ->
                                io.loop()
                                        .schedule(
                                                MISSING_TOPIC_MS,
                                                () -> {
                                                    asking = false;
                                                    if (failure == null) {
                                                        askMissing();
                                                    }
                                                }));
    }

    @Override
    public void followAll() {
        io.metadata().followAll();
    }

    @Override
    public CompletableFuture<Cluster> refresh() {
        return io.metadata().refresh().thenApply(view -> view.cluster());
    }

    @Override
    public CompletableFuture<Cluster> describe(Set<String> topics) {
        if (topics == null) {
            return io.metadata().describe(null, false).thenApply(Described::cluster);
        }
        io.metadata().follow(topics);
        return io.metadata()
                .refresh()
                .thenApply(
                        view -> {
                            for (String topic : topics) {
                                ErrorCode error = view.error(topic);
                                if (error == ErrorCode.TOPIC_AUTHORIZATION_FAILED
                                        || error == ErrorCode.INVALID_TOPIC_EXCEPTION) {
                                    throw Errors.of(error, "Topic " + topic);
                                }
                            }
                            return view.cluster();
                        });
    }

    @Override
    public CompletableFuture<Joined> join(
            Member member,
            List<Protocol> protocols,
            String reason,
            java.util.function.Consumer<Member> named) {
        return group.join(member, protocols, reason, named);
    }

    @Override
    public CompletableFuture<ByteBuffer> sync(
            Member member, String protocol, Map<String, ByteBuffer> assignments) {
        return group.sync(member, protocol, assignments);
    }

    @Override
    public CompletableFuture<Void> heartbeat(Member member) {
        return group.heartbeat(member);
    }

    @Override
    public CompletableFuture<Void> leave(Member member, String reason) {
        return group.leave(member, reason);
    }

    @Override
    public CompletableFuture<ConsumerGroupHeartbeatResponse> beat(
            ConsumerGroupHeartbeatRequest request) {
        return group.beat(request);
    }

    @Override
    public CompletableFuture<StreamsGroupHeartbeatResponse> beat(
            StreamsGroupHeartbeatRequest request) {
        return group.beat(request);
    }

    @Override
    public CompletableFuture<Map<TopicPartition, Optional<RuntimeException>>> commit(
            Member member, Map<TopicPartition, OffsetAndMetadata> offsets) {
        return group.commit(member, offsets);
    }

    @Override
    public CompletableFuture<Map<TopicPartition, OffsetAndMetadata>> committed(
            Set<TopicPartition> partitions) {
        return group.committed(partitions);
    }

    @Override
    public CompletableFuture<Map<TopicPartition, Found>> listOffsets(
            Map<TopicPartition, Long> timestamps) {
        return known(timestamps.keySet())
                .thenCompose(
                        cluster ->
                                ByLeader.ask(
                                        io,
                                        timestamps,
                                        asked ->
                                                Call.of(
                                                                listRequest(asked),
                                                                ListOffsetsResponse::read)
                                                        .versions(1, 10),
                                        RemoteCalls::found));
    }

    private ListOffsetsRequest listRequest(Map<TopicPartition, Long> asked) {
        return ListOffsetsRequest.builder()
                .replicaId(-1)
                .isolationLevel(isolation)
                .topics(
                        ByLeader.byTopic(
                                asked,
                                (partition, timestamp) ->
                                        ListOffsetsRequest.Partition.builder()
                                                .partitionIndex(partition.partition())
                                                .currentLeaderEpoch(leaderEpoch(partition))
                                                .timestamp(timestamp)
                                                .build(),
                                ListOffsetsRequest.Topic::new))
                .build();
    }

    private static void found(ListOffsetsResponse response, ByLeader.Answers<Found> answers) {
        for (ListOffsetsResponse.TopicResponse topic : response.topics()) {
            for (ListOffsetsResponse.PartitionResponse one : topic.partitions()) {
                answers.add(
                        new TopicPartition(topic.name(), one.partitionIndex()),
                        one.errorCode(),
                        new Found(one.offset(), one.timestamp(), one.leaderEpoch()));
            }
        }
    }

    @Override
    public CompletableFuture<Map<TopicPartition, EpochEnd>> epochEnds(
            Map<TopicPartition, Slot.Position> positions) {
        return ByLeader.ask(
                io,
                positions,
                asked -> {
                    Call<OffsetForLeaderEpochResponse> call =
                            Call.of(epochRequest(asked), OffsetForLeaderEpochResponse::read);
                    return call.versions(3, call.highest()); // before, only brokers could ask
                },
                RemoteCalls::ends);
    }

    private OffsetForLeaderEpochRequest epochRequest(Map<TopicPartition, Slot.Position> asked) {
        return OffsetForLeaderEpochRequest.builder()
                .replicaId(-1)
                .topics(
                        ByLeader.byTopic(
                                asked,
                                (partition, position) ->
                                        new OffsetForLeaderEpochRequest.OffsetForLeaderPartition(
                                                partition.partition(),
                                                leaderEpoch(partition),
                                                position.epoch()),
                                OffsetForLeaderEpochRequest.OffsetForLeaderTopic::new))
                .build();
    }

    private static void ends(
            OffsetForLeaderEpochResponse response, ByLeader.Answers<EpochEnd> answers) {
        for (OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult topic : response.topics()) {
            for (OffsetForLeaderEpochResponse.EpochEndOffset one : topic.partitions()) {
                answers.add(
                        new TopicPartition(topic.topic(), one.partition()),
                        one.errorCode(),
                        new EpochEnd(one.leaderEpoch(), one.endOffset()));
            }
        }
    }

    /** Metadata that covers all these partitions, if they exist. */
    private CompletableFuture<Cluster> known(Collection<TopicPartition> partitions) {
        Set<String> topics = new HashSet<>();
        for (TopicPartition partition : partitions) {
            if (cluster().leaderFor(partition) == null) {
                topics.add(partition.topic());
            }
        }
        if (topics.isEmpty()) {
            return CompletableFuture.completedFuture(cluster());
        }
        return describe(topics);
    }
}
