package io.leat.log.coordinator.group.streams;

import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.group.PartHarness;
import io.leat.log.protocol.message.StreamsGroupDescribeResponse.DescribedGroup;
import io.leat.log.protocol.message.StreamsGroupHeartbeatRequest;
import io.leat.log.protocol.message.StreamsGroupHeartbeatRequest.Subtopology;
import io.leat.log.protocol.message.StreamsGroupHeartbeatRequest.TaskIds;
import io.leat.log.protocol.message.StreamsGroupHeartbeatRequest.TopicInfo;
import io.leat.log.protocol.message.StreamsGroupHeartbeatRequest.Topology;
import io.leat.log.protocol.message.StreamsGroupHeartbeatResponse;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One group coordinator with streams groups in virtual time, and short forms of requests. */
final class StreamsHarness extends PartHarness {

    static final String GROUP = "g";
    static final int SESSION_MS = 45_000;
    static final int REBALANCE_MS = 30_000;
    static final String REPARTITION = "g-by-word-repartition";
    static final String CHANGELOG = "g-counts-changelog";

    /** How many standbys the next heartbeat is to ask for. */
    private static final class Replicas {
        private int count;
    }

    private final Replicas replicas;

    StreamsHarness() {
        this(new Replicas(), 0);
    }

    /** With a new group waiting for more members. */
    StreamsHarness(int initialDelayMs) {
        this(new Replicas(), initialDelayMs);
    }

    private StreamsHarness(Replicas replicas, int initialDelayMs) {
        super(
                StreamsGroups.factory(
                        new StreamsSettings(
                                100,
                                group -> SESSION_MS,
                                group -> 5_000,
                                group -> replicas.count,
                                group -> initialDelayMs,
                                group -> 0)));
        this.replicas = replicas;
    }

    void standbyReplicas(int count) {
        replicas.count = count;
    }

    /** A word count: words are read, repartitioned and counted in a store. */
    static Topology wordCount() {
        return new Topology(
                0,
                List.of(
                        Subtopology.builder()
                                .subtopologyId("0")
                                .sourceTopics(List.of("lines"))
                                .repartitionSinkTopics(List.of(REPARTITION))
                                .build(),
                        Subtopology.builder()
                                .subtopologyId("1")
                                .repartitionSourceTopics(List.of(internal(REPARTITION)))
                                .stateChangelogTopics(List.of(internal(CHANGELOG)))
                                .build()));
    }

    static TopicInfo internal(String name) {
        return TopicInfo.builder().name(name).build();
    }

    /** The topics of {@link #wordCount} are there. */
    StreamsHarness withTopics(int partitions) {
        topics.with("lines", partitions);
        topics.with(REPARTITION, partitions).with(CHANGELOG, partitions);
        return this;
    }

    /** Each member is in a process of its own, named after it, unless it says otherwise. */
    static StreamsGroupHeartbeatRequest.Builder joining(String member) {
        return beating(member, 0)
                .rebalanceTimeoutMs(REBALANCE_MS)
                .processId("process-" + member)
                .topology(wordCount())
                .activeTasks(List.of())
                .standbyTasks(List.of())
                .warmupTasks(List.of());
    }

    static StreamsGroupHeartbeatRequest.Builder beating(String member, int epoch) {
        return StreamsGroupHeartbeatRequest.builder()
                .groupId(GROUP)
                .memberId(member)
                .memberEpoch(epoch);
    }

    static StreamsGroupHeartbeatRequest.Builder owning(String member, int epoch, Tasks owned) {
        return beating(member, epoch)
                .activeTasks(TaskId.write(owned.active(), TaskIds::new))
                .standbyTasks(TaskId.write(owned.standby(), TaskIds::new))
                .warmupTasks(List.of());
    }

    StreamsAnswer ask(StreamsGroupHeartbeatRequest request) {
        StreamsGroups.Caller caller = new StreamsGroups.Caller("client", "/127.0.0.1");
        return this.<StreamsAnswer>ask(
                        (groups, promise, now) ->
                                groups.part(StreamsGroups.class)
                                        .heartbeat(request, caller, promise, now))
                .value();
    }

    StreamsGroupHeartbeatResponse heartbeat(StreamsGroupHeartbeatRequest request) {
        return ask(request).response();
    }

    StreamsGroupHeartbeatResponse join(String member) {
        return heartbeat(joining(member).build());
    }

    StreamsGroupHeartbeatResponse beat(String member, int epoch) {
        return heartbeat(beating(member, epoch).build());
    }

    StreamsGroupHeartbeatResponse beat(String member, int epoch, Tasks owned) {
        return heartbeat(owning(member, epoch, owned).build());
    }

    /** What a heartbeat was answered; null without assignment. */
    static @Nullable Tasks told(StreamsGroupHeartbeatResponse response) {
        List<StreamsGroupHeartbeatResponse.TaskIds> active = response.activeTasks();
        List<StreamsGroupHeartbeatResponse.TaskIds> standby = response.standbyTasks();
        return active == null || standby == null
                ? null
                : new Tasks(read(active), read(standby), new TreeSet<>());
    }

    private static SortedSet<TaskId> read(List<StreamsGroupHeartbeatResponse.TaskIds> tasks) {
        return TaskId.read(
                tasks,
                StreamsGroupHeartbeatResponse.TaskIds::subtopologyId,
                StreamsGroupHeartbeatResponse.TaskIds::partitions);
    }

    /** Active tasks, as {@code 0_1}. */
    static Tasks active(String... tasks) {
        return new Tasks(ids(tasks), new TreeSet<>(), new TreeSet<>());
    }

    static SortedSet<TaskId> ids(String... tasks) {
        SortedSet<TaskId> ids = new TreeSet<>();
        for (String task : tasks) {
            String[] parts = task.split("_");
            ids.add(new TaskId(parts[0], Integer.parseInt(parts[1])));
        }
        return ids;
    }

    /** The codes of what a member is told about the group. */
    static List<Integer> statuses(StreamsGroupHeartbeatResponse response) {
        List<StreamsGroupHeartbeatResponse.Status> statuses = response.status();
        return statuses == null
                ? List.of()
                : statuses.stream().map(each -> (int) each.statusCode()).toList();
    }

    DescribedGroup describe() {
        return this.<DescribedGroup>ask(
                        (groups, promise, now) ->
                                groups.part(StreamsGroups.class).describe(GROUP, promise))
                .value();
    }

    Object durable() {
        return this.<Object>ask(
                        (groups, promise, now) ->
                                Decision.answer(
                                        promise, groups.part(StreamsGroups.class).durable()))
                .value();
    }
}
