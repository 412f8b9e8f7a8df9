package io.leat.log.broker.config;

import static io.leat.log.broker.config.ConfigKey.int32;

import java.util.List;

/** The settings of a broker for streams groups (KIP-1071). */
public final class StreamsGroupKeys {

    public static final ConfigKey<Integer> SESSION_TIMEOUT_MS =
            int32(
                    "group.streams.session.timeout.ms",
                    45_000,
                    1,
                    "A member of a streams group that is silent for so long is removed.");
    public static final ConfigKey<Integer> MIN_SESSION_TIMEOUT_MS =
            int32("group.streams.min.session.timeout.ms", 45_000, 1, "The least for one group.");
    public static final ConfigKey<Integer> MAX_SESSION_TIMEOUT_MS =
            int32("group.streams.max.session.timeout.ms", 60_000, 1, "The most for one group.");
    public static final ConfigKey<Integer> HEARTBEAT_MS =
            int32(
                    "group.streams.heartbeat.interval.ms",
                    5_000,
                    1,
                    "How often members of streams groups are to be heard of.");
    public static final ConfigKey<Integer> MIN_HEARTBEAT_MS =
            int32("group.streams.min.heartbeat.interval.ms", 5_000, 1, "The least for one group.");
    public static final ConfigKey<Integer> MAX_HEARTBEAT_MS =
            int32("group.streams.max.heartbeat.interval.ms", 15_000, 1, "The most for one group.");
    public static final ConfigKey<Integer> MAX_SIZE =
            int32("group.streams.max.size", Integer.MAX_VALUE, 1, "Members of one streams group.");
    public static final ConfigKey<Integer> STANDBY_REPLICAS =
            int32(
                    "group.streams.num.standby.replicas",
                    0,
                    0,
                    "How many more instances keep a copy of each store.");
    public static final ConfigKey<Integer> MAX_STANDBY_REPLICAS =
            int32("group.streams.max.standby.replicas", 2, 0, "The most for one group.");
    public static final ConfigKey<Integer> INITIAL_DELAY_MS =
            int32(
                    "group.streams.initial.rebalance.delay.ms",
                    3_000,
                    0,
                    "How long a new streams group waits for more members before it shares out its"
                            + " tasks.");
    public static final ConfigKey<Integer> ASSIGNMENT_MS =
            int32(
                    "group.streams.assignment.interval.ms",
                    1_000,
                    0,
                    "The least time between two assignments of a streams group.");
    public static final ConfigKey<Integer> MIN_ASSIGNMENT_MS =
            int32("group.streams.min.assignment.interval.ms", 0, 0, "The least for one group.");
    public static final ConfigKey<Integer> MAX_ASSIGNMENT_MS =
            int32("group.streams.max.assignment.interval.ms", 15_000, 0, "The most for one group.");

    static final List<ConfigKey<?>> LIST =
            List.of(
                    SESSION_TIMEOUT_MS,
                    MIN_SESSION_TIMEOUT_MS,
                    MAX_SESSION_TIMEOUT_MS,
                    HEARTBEAT_MS,
                    MIN_HEARTBEAT_MS,
                    MAX_HEARTBEAT_MS,
                    MAX_SIZE,
                    STANDBY_REPLICAS,
                    MAX_STANDBY_REPLICAS,
                    INITIAL_DELAY_MS,
                    ASSIGNMENT_MS,
                    MIN_ASSIGNMENT_MS,
                    MAX_ASSIGNMENT_MS);

    private StreamsGroupKeys() {}
}
