package io.leat.log.broker.config;

import static io.leat.log.broker.config.ConfigKey.int32;

import java.util.List;

/** The settings of share groups and of what is kept of them. Part of {@link BrokerKeys#ALL}. */
public final class ShareKeys {

    // What a leader hands out
    public static final ConfigKey<Integer> RECORD_LOCKS =
            int32(
                    "group.share.partition.max.record.locks",
                    2000,
                    100,
                    10_000,
                    "Records of a partition that a group may have in flight.");
    public static final ConfigKey<Integer> MIN_RECORD_LOCKS =
            int32(
                    "group.share.min.partition.max.record.locks",
                    100,
                    100,
                    2000,
                    "The lowest number a group may choose for itself.");
    public static final ConfigKey<Integer> MAX_RECORD_LOCKS =
            int32(
                    "group.share.max.partition.max.record.locks",
                    4000,
                    2000,
                    10_000,
                    "The highest number a group may choose for itself.");
    public static final ConfigKey<Integer> DELIVERY_LIMIT =
            int32(
                    "group.share.delivery.count.limit",
                    5,
                    2,
                    10,
                    "How often a record is handed out before it is given up.");
    public static final ConfigKey<Integer> MIN_DELIVERY_LIMIT =
            int32(
                    "group.share.min.delivery.count.limit",
                    2,
                    2,
                    5,
                    "The lowest limit a group may choose for itself.");
    public static final ConfigKey<Integer> MAX_DELIVERY_LIMIT =
            int32(
                    "group.share.max.delivery.count.limit",
                    10,
                    5,
                    25,
                    "The highest limit a group may choose for itself.");
    public static final ConfigKey<Integer> LOCK_MS =
            int32(
                    "group.share.record.lock.duration.ms",
                    30_000,
                    1000,
                    3_600_000,
                    "How long a consumer may keep a record before others get it.");
    public static final ConfigKey<Integer> MIN_LOCK_MS =
            int32(
                    "group.share.min.record.lock.duration.ms",
                    15_000,
                    1000,
                    30_000,
                    "The shortest time a group may choose for itself.");
    public static final ConfigKey<Integer> MAX_LOCK_MS =
            int32(
                    "group.share.max.record.lock.duration.ms",
                    60_000,
                    30_000,
                    3_600_000,
                    "The longest time a group may choose for itself.");
    public static final ConfigKey<Integer> SESSIONS_MAX =
            int32("group.share.max.share.sessions", 2000, 1, "Share sessions of a broker.");

    // Members of share groups
    public static final ConfigKey<Integer> GROUP_MAX_SIZE =
            int32("group.share.max.size", 200, 1, 1000, "Members of one share group.");
    public static final ConfigKey<Integer> SESSION_TIMEOUT_MS =
            int32(
                    "group.share.session.timeout.ms",
                    45_000,
                    1,
                    "A member that is silent for so long leaves.");
    public static final ConfigKey<Integer> MIN_SESSION_TIMEOUT_MS =
            int32(
                    "group.share.min.session.timeout.ms",
                    45_000,
                    1,
                    "The shortest timeout a group may choose for itself.");
    public static final ConfigKey<Integer> MAX_SESSION_TIMEOUT_MS =
            int32(
                    "group.share.max.session.timeout.ms",
                    60_000,
                    1,
                    "The longest timeout a group may choose for itself.");
    public static final ConfigKey<Integer> HEARTBEAT_MS =
            int32(
                    "group.share.heartbeat.interval.ms",
                    5000,
                    1,
                    "How often members are to be heard of.");
    public static final ConfigKey<Integer> MIN_HEARTBEAT_MS =
            int32(
                    "group.share.min.heartbeat.interval.ms",
                    5000,
                    1,
                    "The shortest interval a group may choose for itself.");
    public static final ConfigKey<Integer> MAX_HEARTBEAT_MS =
            int32(
                    "group.share.max.heartbeat.interval.ms",
                    15_000,
                    1,
                    "The longest interval a group may choose for itself.");
    public static final ConfigKey<Integer> ASSIGNMENT_MS =
            int32(
                    "group.share.assignment.interval.ms",
                    1000,
                    0,
                    "Pause between two assignments of a group.");
    public static final ConfigKey<Integer> MIN_ASSIGNMENT_MS =
            int32("group.share.min.assignment.interval.ms", 0, 0, "The least for one group.");
    public static final ConfigKey<Integer> MAX_ASSIGNMENT_MS =
            int32("group.share.max.assignment.interval.ms", 15_000, 0, "The most for one group.");
    public static final ConfigKey<Integer> INITIALIZE_RETRY_MS =
            int32(
                    "group.share.initialize.retry.interval.ms",
                    30_000,
                    1,
                    "Pause before the state of a new partition is asked for again.");

    // What is kept
    public static final ConfigKey<Integer> STATE_PARTITIONS =
            int32(
                    "share.coordinator.state.topic.num.partitions",
                    50,
                    1,
                    "Partitions of __share_group_state.");
    public static final ConfigKey<Integer> STATE_REPLICATION =
            int32(
                    "share.coordinator.state.topic.replication.factor",
                    3,
                    1,
                    32_767,
                    "Its replicas, at most as many as there are brokers.");
    public static final ConfigKey<Integer> STATE_MIN_ISR =
            int32("share.coordinator.state.topic.min.isr", 2, 1, "At most its replicas.");
    public static final ConfigKey<Integer> STATE_SEGMENT_BYTES =
            int32("share.coordinator.state.topic.segment.bytes", 104_857_600, 1, "Its segments.");
    public static final ConfigKey<Integer> UPDATES_PER_SNAPSHOT =
            int32(
                    "share.coordinator.snapshot.update.records.per.snapshot",
                    500,
                    0,
                    500,
                    "After so many changes the whole state is written.");
    public static final ConfigKey<Integer> WRITE_TIMEOUT_MS =
            int32(
                    "share.coordinator.write.timeout.ms",
                    5000,
                    1,
                    "How long a leader waits for the coordinator to write.");
    public static final ConfigKey<Integer> PRUNE_MS =
            int32(
                    "share.coordinator.state.topic.prune.interval.ms",
                    300_000,
                    1,
                    "How often what newer snapshots made redundant is deleted.");
    public static final ConfigKey<Integer> COLD_SNAPSHOT_MS =
            int32(
                    "share.coordinator.cold.partition.snapshot.interval.ms",
                    300_000,
                    1,
                    "A snapshot as old as this is repeated.");

    static final List<ConfigKey<?>> LIST =
            List.of(
                    RECORD_LOCKS,
                    MIN_RECORD_LOCKS,
                    MAX_RECORD_LOCKS,
                    DELIVERY_LIMIT,
                    MIN_DELIVERY_LIMIT,
                    MAX_DELIVERY_LIMIT,
                    LOCK_MS,
                    MIN_LOCK_MS,
                    MAX_LOCK_MS,
                    SESSIONS_MAX,
                    GROUP_MAX_SIZE,
                    SESSION_TIMEOUT_MS,
                    MIN_SESSION_TIMEOUT_MS,
                    MAX_SESSION_TIMEOUT_MS,
                    HEARTBEAT_MS,
                    MIN_HEARTBEAT_MS,
                    MAX_HEARTBEAT_MS,
                    ASSIGNMENT_MS,
                    MIN_ASSIGNMENT_MS,
                    MAX_ASSIGNMENT_MS,
                    INITIALIZE_RETRY_MS,
                    STATE_PARTITIONS,
                    STATE_REPLICATION,
                    STATE_MIN_ISR,
                    STATE_SEGMENT_BYTES,
                    UPDATES_PER_SNAPSHOT,
                    WRITE_TIMEOUT_MS,
                    PRUNE_MS,
                    COLD_SNAPSHOT_MS);

    private ShareKeys() {}
}
