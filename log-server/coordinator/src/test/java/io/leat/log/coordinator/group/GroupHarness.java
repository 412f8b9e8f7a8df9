package io.leat.log.coordinator.group;

import io.leat.log.coordinator.Asked;
import io.leat.log.coordinator.CoordinatorPartition;
import io.leat.log.coordinator.CountingEntropy;
import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.ManualLoop;
import io.leat.log.coordinator.MemoryLog;
import io.leat.log.coordinator.Moment;
import io.leat.log.coordinator.ProducerIdentity;
import io.leat.log.coordinator.Promise;
import io.leat.log.coordinator.TransactionMarker;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.ConsumerProtocolSubscription;
import io.leat.log.protocol.message.DescribeGroupsResponse.DescribedGroup;
import io.leat.log.protocol.message.HeartbeatRequest;
import io.leat.log.protocol.message.HeartbeatResponse;
import io.leat.log.protocol.message.JoinGroupRequest;
import io.leat.log.protocol.message.JoinGroupResponse;
import io.leat.log.protocol.message.LeaveGroupRequest;
import io.leat.log.protocol.message.LeaveGroupResponse;
import io.leat.log.protocol.message.OffsetCommitRequest;
import io.leat.log.protocol.message.OffsetCommitResponse;
import io.leat.log.protocol.message.OffsetFetchRequest;
import io.leat.log.protocol.message.OffsetFetchResponse;
import io.leat.log.protocol.message.SyncGroupRequest;
import io.leat.log.protocol.message.SyncGroupResponse;
import io.leat.log.protocol.message.TxnOffsetCommitRequest;
import io.leat.log.protocol.message.TxnOffsetCommitResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One group coordinator in virtual time, and the requests of its clients in short form. */
final class GroupHarness {

    static final int SESSION_MS = 10_000;
    static final int REBALANCE_MS = 60_000;

    final ManualLoop loop = new ManualLoop();
    final MemoryLog log = new MemoryLog(loop);
    private final GroupSettings settings;
    private final CountingEntropy entropy = new CountingEntropy();
    private CoordinatorPartition<GroupCoordinator, GroupRecord> partition;

    GroupHarness() {
        this(GroupSettings.DEFAULT);
    }

    GroupHarness(GroupSettings settings) {
        this.settings = settings;
        this.partition = start();
    }

    private CoordinatorPartition<GroupCoordinator, GroupRecord> start() {
        CoordinatorPartition<GroupCoordinator, GroupRecord> started =
                new CoordinatorPartition<>(
                        log,
                        new GroupRecordCodec(),
                        timers -> new GroupCoordinator(timers, entropy, settings));
        started.start();
        loop.run();
        return started;
    }

    /** The coordinator moves to another broker, which loads the log. */
    void failOver() {
        partition.close();
        log.fail(false);
        partition = start();
    }

    void closeOnly() {
        partition.close();
    }

    interface Request<T> {
        Decision<GroupRecord> decide(GroupCoordinator groups, Promise<T> promise, Moment now);
    }

    <T> Asked<T> ask(Request<T> request) {
        Asked<T> asked = new Asked<>();
        partition.decide(
                asked.promise(), (groups, now) -> request.decide(groups, asked.promise(), now));
        loop.run();
        return asked;
    }

    Object durable() {
        return this.<Object>ask(
                        (groups, promise, now) -> Decision.answer(promise, groups.durable()))
                .value();
    }

    /** A join of version 5, or 9 if {@code request} says so by its reason. */
    Asked<JoinGroupResponse> join(JoinGroupRequest request, int version) {
        return ask(
                (groups, promise, now) ->
                        groups.join(
                                request,
                                new JoinContext("client", "/127.0.0.1", version),
                                promise,
                                now));
    }

    static JoinGroupRequest.Builder joining(String memberId) {
        return JoinGroupRequest.builder()
                .groupId("g")
                .memberId(memberId)
                .sessionTimeoutMs(SESSION_MS)
                .rebalanceTimeoutMs(REBALANCE_MS)
                .protocolType("consumer")
                .protocols(List.of(protocol("range", "t")));
    }

    static JoinGroupRequest.Protocol protocol(String name, String... topics) {
        ConsumerProtocolSubscription subscription =
                ConsumerProtocolSubscription.builder().topics(List.of(topics)).build();
        return new JoinGroupRequest.Protocol(
                name,
                io.leat.log.coordinator.VersionedBytes.write(
                        subscription, ConsumerProtocolSubscription.VERSIONS, 1));
    }

    /** A member id that was handed out and is not used yet. */
    String memberId() {
        return join(joining("").build(), 5).value().memberId();
    }

    Asked<JoinGroupResponse> join(String memberId) {
        return join(joining(memberId).build(), 5);
    }

    /** A group of one member in its first generation, stable; its member id. */
    String stableGroup() {
        String id = memberId();
        Asked<JoinGroupResponse> joined = join(id);
        loop.advance(settings.initialRebalanceDelayMs());
        sync(id, joined.value().generationId(), Map.of(id, "all")).value();
        return id;
    }

    Asked<SyncGroupResponse> sync(String memberId, int generation, Map<String, String> assignment) {
        List<SyncGroupRequest.Assignment> assignments =
                assignment.entrySet().stream()
                        .map(e -> new SyncGroupRequest.Assignment(e.getKey(), bytes(e.getValue())))
                        .toList();
        SyncGroupRequest request =
                SyncGroupRequest.builder()
                        .groupId("g")
                        .memberId(memberId)
                        .generationId(generation)
                        .assignments(assignments)
                        .build();
        return ask((groups, promise, now) -> groups.sync(request, promise, now));
    }

    ErrorCode heartbeat(String memberId, int generation) {
        HeartbeatRequest request =
                HeartbeatRequest.builder()
                        .groupId("g")
                        .memberId(memberId)
                        .generationId(generation)
                        .build();
        Asked<HeartbeatResponse> asked =
                ask((groups, promise, now) -> groups.heartbeat(request, promise, now));
        return asked.value().errorCode();
    }

    LeaveGroupResponse leave(LeaveGroupRequest.MemberIdentity... members) {
        LeaveGroupRequest request =
                LeaveGroupRequest.builder().groupId("g").members(List.of(members)).build();
        Asked<LeaveGroupResponse> asked =
                ask((groups, promise, now) -> groups.leave(request, promise, now));
        return asked.value();
    }

    static LeaveGroupRequest.MemberIdentity identity(String memberId, @Nullable String instanceId) {
        return LeaveGroupRequest.MemberIdentity.builder()
                .memberId(memberId)
                .groupInstanceId(instanceId)
                .build();
    }

    static OffsetCommitRequest.Builder committing(long offset) {
        OffsetCommitRequest.Partition partition =
                OffsetCommitRequest.Partition.builder()
                        .partitionIndex(0)
                        .committedOffset(offset)
                        .committedMetadata("m")
                        .build();
        return OffsetCommitRequest.builder()
                .groupId("g")
                .topics(
                        List.of(
                                OffsetCommitRequest.Topic.builder()
                                        .name("t")
                                        .partitions(List.of(partition))
                                        .build()));
    }

    ErrorCode commit(OffsetCommitRequest request) {
        Asked<OffsetCommitResponse> asked =
                ask((groups, promise, now) -> groups.commit(request, 9, promise, now));
        return asked.value().topics().get(0).partitions().get(0).errorCode();
    }

    ErrorCode commit(long offset, String memberId, int generation) {
        return commit(
                committing(offset)
                        .memberId(memberId)
                        .generationIdOrMemberEpoch(generation)
                        .build());
    }

    static TxnOffsetCommitRequest.Builder committingInTransaction(long producerId, long offset) {
        TxnOffsetCommitRequest.Partition partition =
                TxnOffsetCommitRequest.Partition.builder()
                        .partitionIndex(0)
                        .committedOffset(offset)
                        .build();
        return TxnOffsetCommitRequest.builder()
                .transactionalId("x")
                .groupId("g")
                .producerId(producerId)
                .topics(List.of(new TxnOffsetCommitRequest.Topic("t", List.of(partition))));
    }

    ErrorCode commitInTransaction(TxnOffsetCommitRequest request) {
        Asked<TxnOffsetCommitResponse> asked =
                ask(
                        (groups, promise, now) ->
                                groups.commitInTransaction(request, null, promise, now));
        return asked.value().topics().get(0).partitions().get(0).errorCode();
    }

    void endTransaction(long producerId, boolean commit) {
        Asked<ErrorCode> asked = new Asked<>();
        partition.endTransaction(
                new TransactionMarker(new ProducerIdentity(producerId, (short) 0), commit, 0, 2),
                asked.promise());
        asked.value();
    }

    OffsetFetchResponse.Partitions fetch(boolean requireStable) {
        OffsetFetchRequest.Group request =
                OffsetFetchRequest.Group.builder()
                        .groupId("g")
                        .topics(
                                List.of(
                                        OffsetFetchRequest.Topics.builder()
                                                .name("t")
                                                .partitionIndexes(List.of(0))
                                                .build()))
                        .build();
        Asked<OffsetFetchResponse.Group> asked =
                ask((groups, promise, now) -> groups.fetch(request, requireStable, promise));
        return asked.value().topics().get(0).partitions().get(0);
    }

    long offset() {
        return fetch(false).committedOffset();
    }

    DescribedGroup describe() {
        return this.<DescribedGroup>ask((groups, promise, now) -> groups.describe("g", promise))
                .value();
    }

    String state() {
        return describe().groupState();
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }
}
