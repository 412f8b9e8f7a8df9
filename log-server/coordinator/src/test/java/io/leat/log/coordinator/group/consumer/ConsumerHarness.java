package io.leat.log.coordinator.group.consumer;

import io.leat.log.coordinator.Asked;
import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.VersionedBytes;
import io.leat.log.coordinator.group.JoinContext;
import io.leat.log.coordinator.group.PartHarness;
import io.leat.log.coordinator.group.assignment.Topics;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.ConsumerGroupDescribeResponse.DescribedGroup;
import io.leat.log.protocol.message.ConsumerGroupHeartbeatRequest;
import io.leat.log.protocol.message.ConsumerGroupHeartbeatResponse;
import io.leat.log.protocol.message.ConsumerProtocolSubscription;
import io.leat.log.protocol.message.JoinGroupRequest;
import io.leat.log.protocol.message.JoinGroupResponse;
import io.leat.log.protocol.message.OffsetCommitRequest;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One group coordinator with consumer groups in virtual time, and short forms of requests. */
final class ConsumerHarness extends PartHarness {

    static final String GROUP = "g";
    static final int SESSION_MS = 45_000;
    static final int REBALANCE_MS = 30_000;

    ConsumerHarness() {
        this(withoutAssignmentPause(ConsumerSettings.DEFAULT));
    }

    ConsumerHarness(ConsumerSettings settings) {
        super(ConsumerGroups.factory(settings, group -> Map.of()));
    }

    static ConsumerSettings withoutAssignmentPause(ConsumerSettings of) {
        return new ConsumerSettings(
                of.sessionTimeoutMs(),
                of.heartbeatIntervalMs(),
                new ConsumerSettings.Bounded(0, 0, 0),
                of.maxSize(),
                of.assignors(),
                of.migration(),
                of.regexRefreshIntervalMs());
    }

    Object durable() {
        return this.<Object>ask(
                        (groups, promise, now) ->
                                Decision.answer(
                                        promise, groups.part(ConsumerGroups.class).durable()))
                .value();
    }

    /** The group as the coordinator knows it. */
    @Nullable ConsumerGroup group() {
        return durable() instanceof Map<?, ?> all && all.get(GROUP) instanceof ConsumerGroup found
                ? found
                : null;
    }

    ConsumerGroupHeartbeatResponse heartbeat(ConsumerGroupHeartbeatRequest request) {
        ConsumerCall call = new ConsumerCall("client", "/127.0.0.1", 1, topic -> true);
        return this.<ConsumerGroupHeartbeatResponse>ask(
                        (groups, promise, now) ->
                                groups.part(ConsumerGroups.class)
                                        .heartbeat(request, call, promise, now))
                .value();
    }

    static ConsumerGroupHeartbeatRequest.Builder joining(String member, String... names) {
        return beating(member, 0)
                .rebalanceTimeoutMs(REBALANCE_MS)
                .subscribedTopicNames(List.of(names))
                .topicPartitions(List.of());
    }

    static ConsumerGroupHeartbeatRequest.Builder beating(String member, int epoch) {
        return ConsumerGroupHeartbeatRequest.builder()
                .groupId(GROUP)
                .memberId(member)
                .memberEpoch(epoch);
    }

    /** Joins and returns the answer. */
    ConsumerGroupHeartbeatResponse join(String member, String... names) {
        return heartbeat(joining(member, names).build());
    }

    /** Beats as a member that says nothing of what it owns. */
    ConsumerGroupHeartbeatResponse beat(String member, int epoch) {
        return heartbeat(beating(member, epoch).build());
    }

    /** Beats as a member that owns partitions of topic {@code t}. */
    ConsumerGroupHeartbeatResponse beat(String member, int epoch, Integer... owned) {
        return heartbeat(
                beating(member, epoch)
                        .topicPartitions(
                                owned.length == 0
                                        ? List.of()
                                        : List.of(
                                                new ConsumerGroupHeartbeatRequest.TopicPartitions(
                                                        Topics.idOf("t"), List.of(owned))))
                        .build());
    }

    DescribedGroup describe() {
        return this.<DescribedGroup>ask(
                        (groups, promise, now) ->
                                groups.part(ConsumerGroups.class).describe(GROUP, promise))
                .value();
    }

    /** What a heartbeat was answered, as sets of numbers by topic; null without assignment. */
    static SortedMap<Uuid, TreeSet<Integer>> assigned(ConsumerGroupHeartbeatResponse response) {
        SortedMap<Uuid, TreeSet<Integer>> all = new TreeMap<>();
        ConsumerGroupHeartbeatResponse.Assignment assignment = response.assignment();
        if (assignment != null) {
            assignment
                    .topicPartitions()
                    .forEach(each -> all.put(each.topicId(), new TreeSet<>(each.partitions())));
        }
        return all;
    }

    ErrorCode commit(String member, int epoch, int number) {
        OffsetCommitRequest request =
                OffsetCommitRequest.builder()
                        .groupId(GROUP)
                        .memberId(member)
                        .generationIdOrMemberEpoch(epoch)
                        .topics(
                                List.of(
                                        new OffsetCommitRequest.Topic(
                                                "t",
                                                Topics.idOf("t"),
                                                List.of(
                                                        OffsetCommitRequest.Partition.builder()
                                                                .partitionIndex(number)
                                                                .committedOffset(5)
                                                                .committedMetadata("")
                                                                .build()))))
                        .build();
        return this.<io.leat.log.protocol.message.OffsetCommitResponse>ask(
                        (groups, promise, now) -> groups.commit(request, 9, promise, now))
                .value()
                .topics()
                .get(0)
                .partitions()
                .get(0)
                .errorCode();
    }

    static JoinGroupRequest.Builder classicJoin(String member, List<Integer> owned) {
        ConsumerProtocolSubscription subscription =
                ConsumerProtocolSubscription.builder()
                        .topics(List.of("t"))
                        .ownedPartitions(
                                owned.isEmpty()
                                        ? List.of()
                                        : List.of(
                                                new ConsumerProtocolSubscription.TopicPartition(
                                                        "t", owned)))
                        .build();
        return JoinGroupRequest.builder()
                .groupId(GROUP)
                .memberId(member)
                .sessionTimeoutMs(SESSION_MS)
                .rebalanceTimeoutMs(REBALANCE_MS)
                .protocolType("consumer")
                .protocols(
                        List.of(
                                new JoinGroupRequest.Protocol(
                                        "cooperative-sticky",
                                        VersionedBytes.write(
                                                subscription,
                                                ConsumerProtocolSubscription.VERSIONS,
                                                3))));
    }

    Asked<JoinGroupResponse> join(JoinGroupRequest request) {
        return ask(
                (groups, promise, now) ->
                        groups.join(
                                request, new JoinContext("client", "/127.0.0.1", 9), promise, now));
    }
}
