package io.leat.log.broker.config;

import static io.leat.log.broker.config.ConfigKey.int32;
import static io.leat.log.broker.config.ConfigKey.list;
import static io.leat.log.broker.config.ConfigKey.oneOf;

import io.leat.log.coordinator.group.consumer.MigrationPolicy;
import java.util.List;

/** The settings of a broker for consumer groups (KIP-848). */
public final class ConsumerGroupKeys {

    public static final ConfigKey<Integer> SESSION_TIMEOUT_MS =
            int32(
                    "group.consumer.session.timeout.ms",
                    45_000,
                    1,
                    "A member of a consumer group that is silent for so long is removed.");
    public static final ConfigKey<Integer> MIN_SESSION_TIMEOUT_MS =
            int32("group.consumer.min.session.timeout.ms", 45_000, 1, "The least for one group.");
    public static final ConfigKey<Integer> MAX_SESSION_TIMEOUT_MS =
            int32("group.consumer.max.session.timeout.ms", 60_000, 1, "The most for one group.");
    public static final ConfigKey<Integer> HEARTBEAT_MS =
            int32(
                    "group.consumer.heartbeat.interval.ms",
                    5_000,
                    1,
                    "How often members of consumer groups are to be heard of.");
    public static final ConfigKey<Integer> MIN_HEARTBEAT_MS =
            int32("group.consumer.min.heartbeat.interval.ms", 5_000, 1, "The least for one group.");
    public static final ConfigKey<Integer> MAX_HEARTBEAT_MS =
            int32("group.consumer.max.heartbeat.interval.ms", 15_000, 1, "The most for one group.");
    public static final ConfigKey<Integer> ASSIGNMENT_MS =
            int32(
                    "group.consumer.assignment.interval.ms",
                    1_000,
                    0,
                    "The least time between two assignments of a consumer group.");
    public static final ConfigKey<Integer> MIN_ASSIGNMENT_MS =
            int32("group.consumer.min.assignment.interval.ms", 0, 0, "The least for one group.");
    public static final ConfigKey<Integer> MAX_ASSIGNMENT_MS =
            int32(
                    "group.consumer.max.assignment.interval.ms",
                    15_000,
                    0,
                    "The most for one group.");
    public static final ConfigKey<Integer> MAX_SIZE =
            int32(
                    "group.consumer.max.size",
                    Integer.MAX_VALUE,
                    1,
                    "Members of one consumer group.");
    public static final ConfigKey<List<String>> ASSIGNORS =
            list(
                    "group.consumer.assignors",
                    "uniform,range",
                    List.of("uniform", "range"),
                    "Assignors that consumer groups may use; the first is the default.");
    public static final ConfigKey<String> MIGRATION =
            oneOf(
                    "group.consumer.migration.policy",
                    "bidirectional",
                    MigrationPolicy.names(),
                    "Which ways groups with members may go between both protocols.");
    public static final ConfigKey<Integer> REGEX_REFRESH_MS =
            int32(
                    "group.consumer.regex.refresh.interval.ms",
                    600_000,
                    10_000,
                    "How long it is believed which topics an expression matches.");

    static final List<ConfigKey<?>> LIST =
            List.of(
                    SESSION_TIMEOUT_MS,
                    MIN_SESSION_TIMEOUT_MS,
                    MAX_SESSION_TIMEOUT_MS,
                    HEARTBEAT_MS,
                    MIN_HEARTBEAT_MS,
                    MAX_HEARTBEAT_MS,
                    ASSIGNMENT_MS,
                    MIN_ASSIGNMENT_MS,
                    MAX_ASSIGNMENT_MS,
                    MAX_SIZE,
                    ASSIGNORS,
                    MIGRATION,
                    REGEX_REFRESH_MS);

    private ConsumerGroupKeys() {}
}
