package io.leat.clients.consumer;

import io.leat.common.Cluster;
import io.leat.common.TopicPartition;
import io.leat.log.protocol.message.ConsumerGroupHeartbeatRequest;
import io.leat.log.protocol.message.ConsumerGroupHeartbeatResponse;
import io.leat.log.protocol.message.StreamsGroupHeartbeatRequest;
import io.leat.log.protocol.message.StreamsGroupHeartbeatResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * What a consumer asks of brokers, apart from fetching. May be called from any thread. Futures
 * complete on the client's loop, or fail with an exception of {@code io.leat.common.errors}: a
 * retriable one when the same call may succeed later.
 */
interface Remote {

    /** The latest metadata. */
    Cluster cluster();

    /** Epoch of the partition's leader, or -1. */
    int leaderEpoch(TopicPartition partition);

    /** Keeps metadata of these topics fresh, besides those asked for elsewhere. */
    void follow(Set<String> topics);

    /** Keeps metadata of all topics fresh. */
    void followAll();

    /** Fetches new metadata of the topics that are followed. */
    CompletableFuture<Cluster> refresh();

    /** Fetches metadata of these topics once, or of all for null. */
    CompletableFuture<Cluster> describe(Set<String> topics);

    /**
     * Joins.
     *
     * @param named is told, on any thread, when the coordinator gave a new member its id (KIP-394):
     *     from then on there is somebody who has to leave
     */
    CompletableFuture<Joined> join(
            Member member,
            List<Protocol> protocols,
            String reason,
            java.util.function.Consumer<Member> named);

    /** The assignment of this member; only the leader sends some. */
    CompletableFuture<ByteBuffer> sync(
            Member member, String protocol, Map<String, ByteBuffer> assignments);

    CompletableFuture<Void> heartbeat(Member member);

    CompletableFuture<Void> leave(Member member, String reason);

    /** A heartbeat in a group whose coordinator assigns (KIP-848), with whatever is answered. */
    CompletableFuture<ConsumerGroupHeartbeatResponse> beat(ConsumerGroupHeartbeatRequest request);

    /** A heartbeat in a streams group (KIP-1071), with whatever is answered. */
    CompletableFuture<StreamsGroupHeartbeatResponse> beat(StreamsGroupHeartbeatRequest request);

    /** Commits; the value of a partition is what it failed with, if it did. */
    CompletableFuture<Map<TopicPartition, Optional<RuntimeException>>> commit(
            Member member, Map<TopicPartition, OffsetAndMetadata> offsets);

    /** The committed offsets of those partitions that have one. */
    CompletableFuture<Map<TopicPartition, OffsetAndMetadata>> committed(
            Set<TopicPartition> partitions);

    /** Offsets by timestamp, or by one of the negative special values. */
    CompletableFuture<Map<TopicPartition, Found>> listOffsets(Map<TopicPartition, Long> timestamps);

    /** For each position the end of its epoch at the current leader. */
    CompletableFuture<Map<TopicPartition, Fetched.EpochEnd>> epochEnds(
            Map<TopicPartition, Slot.Position> positions);

    /** A place in the group; the id is empty and the generation -1 before the first join. */
    record Member(String id, int generation, Optional<String> instanceId) {

        static Member none(Optional<String> instanceId) {
            return new Member("", -1, instanceId);
        }

        Member withId(String newId) {
            return new Member(newId, generation, instanceId);
        }
    }

    /** An assignor a member offers, with its subscription. */
    record Protocol(String name, ByteBuffer subscription) {}

    /** A subscription that the leader gets to see. */
    record Joiner(String memberId, Optional<String> instanceId, ByteBuffer subscription) {}

    /** The answer to a join; {@code joiners} is empty for all but the leader. */
    record Joined(
            Member member,
            String protocol,
            boolean leader,
            boolean skipAssignment,
            List<Joiner> joiners) {}

    /** An offset that was found; the offset is -1 when no record fits. */
    record Found(long offset, long timestamp, int epoch) {}
}
