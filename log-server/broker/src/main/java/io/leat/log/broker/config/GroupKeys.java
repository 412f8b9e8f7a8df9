package io.leat.log.broker.config;

import static io.leat.log.broker.config.ConfigKey.bool;
import static io.leat.log.broker.config.ConfigKey.int32;
import static io.leat.log.broker.config.ConfigKey.oneOf;
import static io.leat.log.broker.config.ConfigKey.string;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of single groups. They are in the metadata log; for what a group does not set, the
 * broker's setting counts where there is one.
 */
public final class GroupKeys {

    private static final String BY_DURATION = "by_duration:";

    public static final ConfigKey<Integer> CONSUMER_SESSION_TIMEOUT_MS =
            int32(
                    "consumer.session.timeout.ms",
                    45_000,
                    1,
                    "A member of the consumer group that is silent for so long leaves.");
    public static final ConfigKey<Integer> CONSUMER_HEARTBEAT_MS =
            int32(
                    "consumer.heartbeat.interval.ms",
                    5000,
                    1,
                    "How often members of the consumer group are to be heard of.");
    public static final ConfigKey<Integer> CONSUMER_ASSIGNMENT_MS =
            int32(
                    "consumer.assignment.interval.ms",
                    1000,
                    0,
                    "Pause between two assignments of the consumer group.");
    public static final ConfigKey<Integer> SHARE_SESSION_TIMEOUT_MS =
            int32(
                    "share.session.timeout.ms",
                    45_000,
                    1,
                    "A member of the share group that is silent for so long leaves.");
    public static final ConfigKey<Integer> SHARE_HEARTBEAT_MS =
            int32(
                    "share.heartbeat.interval.ms",
                    5000,
                    1,
                    "How often members of the share group are to be heard of.");
    public static final ConfigKey<Integer> SHARE_ASSIGNMENT_MS =
            int32(
                    "share.assignment.interval.ms",
                    1000,
                    0,
                    "Pause between two assignments of the share group.");
    public static final ConfigKey<Integer> SHARE_LOCK_MS =
            int32(
                    "share.record.lock.duration.ms",
                    30_000,
                    1000,
                    "How long a consumer may keep a record before others get it.");
    public static final ConfigKey<Integer> SHARE_DELIVERY_LIMIT =
            int32(
                    "share.delivery.count.limit",
                    5,
                    2,
                    "How often a record is handed out before it is given up.");
    public static final ConfigKey<Integer> SHARE_RECORD_LOCKS =
            int32(
                    "share.partition.max.record.locks",
                    2000,
                    100,
                    "Records of a partition that the group may have in flight.");
    public static final ConfigKey<String> SHARE_RESET =
            string(
                    "share.auto.offset.reset",
                    "latest",
                    "Where the group begins in a partition: latest, earliest or"
                            + " by_duration:PnDTnHnMn.nS.");
    public static final ConfigKey<String> SHARE_ISOLATION =
            oneOf(
                    "share.isolation.level",
                    "read_uncommitted",
                    List.of("read_committed", "read_uncommitted"),
                    "Whether records of open and aborted transactions are left out.");
    public static final ConfigKey<Boolean> SHARE_RENEW =
            bool(
                    "share.renew.acknowledge.enable",
                    true,
                    "Whether consumers may keep records longer on request.");

    public static final ConfigKey<Integer> STREAMS_SESSION_TIMEOUT_MS =
            int32(
                    "streams.session.timeout.ms",
                    45_000,
                    1,
                    "A member of the streams group that is silent for so long leaves.");
    public static final ConfigKey<Integer> STREAMS_HEARTBEAT_MS =
            int32(
                    "streams.heartbeat.interval.ms",
                    5000,
                    1,
                    "How often members of the streams group are to be heard of.");
    public static final ConfigKey<Integer> STREAMS_STANDBY_REPLICAS =
            int32(
                    "streams.num.standby.replicas",
                    0,
                    0,
                    "How many more instances keep a copy of each store.");
    public static final ConfigKey<Integer> STREAMS_INITIAL_DELAY_MS =
            int32(
                    "streams.initial.rebalance.delay.ms",
                    3000,
                    0,
                    "How long the new group waits for more members before it shares out its"
                            + " tasks.");
    public static final ConfigKey<Integer> STREAMS_ASSIGNMENT_MS =
            int32(
                    "streams.assignment.interval.ms",
                    1000,
                    0,
                    "Pause between two assignments of the streams group.");

    private static final Map<ConfigKey<Integer>, ConfigKey<Integer>> OF_BROKER =
            Map.ofEntries(
                    Map.entry(CONSUMER_SESSION_TIMEOUT_MS, ConsumerGroupKeys.SESSION_TIMEOUT_MS),
                    Map.entry(CONSUMER_HEARTBEAT_MS, ConsumerGroupKeys.HEARTBEAT_MS),
                    Map.entry(CONSUMER_ASSIGNMENT_MS, ConsumerGroupKeys.ASSIGNMENT_MS),
                    Map.entry(SHARE_SESSION_TIMEOUT_MS, ShareKeys.SESSION_TIMEOUT_MS),
                    Map.entry(SHARE_HEARTBEAT_MS, ShareKeys.HEARTBEAT_MS),
                    Map.entry(SHARE_ASSIGNMENT_MS, ShareKeys.ASSIGNMENT_MS),
                    Map.entry(SHARE_LOCK_MS, ShareKeys.LOCK_MS),
                    Map.entry(SHARE_DELIVERY_LIMIT, ShareKeys.DELIVERY_LIMIT),
                    Map.entry(SHARE_RECORD_LOCKS, ShareKeys.RECORD_LOCKS),
                    Map.entry(STREAMS_SESSION_TIMEOUT_MS, StreamsGroupKeys.SESSION_TIMEOUT_MS),
                    Map.entry(STREAMS_HEARTBEAT_MS, StreamsGroupKeys.HEARTBEAT_MS),
                    Map.entry(STREAMS_STANDBY_REPLICAS, StreamsGroupKeys.STANDBY_REPLICAS),
                    Map.entry(STREAMS_INITIAL_DELAY_MS, StreamsGroupKeys.INITIAL_DELAY_MS),
                    Map.entry(STREAMS_ASSIGNMENT_MS, StreamsGroupKeys.ASSIGNMENT_MS));

    /** The keys of the bounds; null where there is none. */
    private record Range(@Nullable ConfigKey<Integer> min, ConfigKey<Integer> max) {}

    private static final Map<ConfigKey<Integer>, Range> RANGES =
            Map.ofEntries(
                    Map.entry(
                            CONSUMER_SESSION_TIMEOUT_MS,
                            new Range(
                                    ConsumerGroupKeys.MIN_SESSION_TIMEOUT_MS,
                                    ConsumerGroupKeys.MAX_SESSION_TIMEOUT_MS)),
                    Map.entry(
                            CONSUMER_HEARTBEAT_MS,
                            new Range(
                                    ConsumerGroupKeys.MIN_HEARTBEAT_MS,
                                    ConsumerGroupKeys.MAX_HEARTBEAT_MS)),
                    Map.entry(
                            CONSUMER_ASSIGNMENT_MS,
                            new Range(
                                    ConsumerGroupKeys.MIN_ASSIGNMENT_MS,
                                    ConsumerGroupKeys.MAX_ASSIGNMENT_MS)),
                    Map.entry(
                            SHARE_SESSION_TIMEOUT_MS,
                            new Range(
                                    ShareKeys.MIN_SESSION_TIMEOUT_MS,
                                    ShareKeys.MAX_SESSION_TIMEOUT_MS)),
                    Map.entry(
                            SHARE_HEARTBEAT_MS,
                            new Range(ShareKeys.MIN_HEARTBEAT_MS, ShareKeys.MAX_HEARTBEAT_MS)),
                    Map.entry(
                            SHARE_ASSIGNMENT_MS,
                            new Range(ShareKeys.MIN_ASSIGNMENT_MS, ShareKeys.MAX_ASSIGNMENT_MS)),
                    Map.entry(
                            SHARE_LOCK_MS, new Range(ShareKeys.MIN_LOCK_MS, ShareKeys.MAX_LOCK_MS)),
                    Map.entry(
                            SHARE_DELIVERY_LIMIT,
                            new Range(ShareKeys.MIN_DELIVERY_LIMIT, ShareKeys.MAX_DELIVERY_LIMIT)),
                    Map.entry(
                            SHARE_RECORD_LOCKS,
                            new Range(ShareKeys.MIN_RECORD_LOCKS, ShareKeys.MAX_RECORD_LOCKS)),
                    Map.entry(
                            STREAMS_SESSION_TIMEOUT_MS,
                            new Range(
                                    StreamsGroupKeys.MIN_SESSION_TIMEOUT_MS,
                                    StreamsGroupKeys.MAX_SESSION_TIMEOUT_MS)),
                    Map.entry(
                            STREAMS_HEARTBEAT_MS,
                            new Range(
                                    StreamsGroupKeys.MIN_HEARTBEAT_MS,
                                    StreamsGroupKeys.MAX_HEARTBEAT_MS)),
                    Map.entry(
                            STREAMS_STANDBY_REPLICAS,
                            new Range(null, StreamsGroupKeys.MAX_STANDBY_REPLICAS)),
                    Map.entry(
                            STREAMS_ASSIGNMENT_MS,
                            new Range(
                                    StreamsGroupKeys.MIN_ASSIGNMENT_MS,
                                    StreamsGroupKeys.MAX_ASSIGNMENT_MS)));

    /** All of them, by name. */
    public static final Map<String, ConfigKey<?>> ALL =
            TopicKeys.byName(
                    List.of(
                            CONSUMER_SESSION_TIMEOUT_MS,
                            CONSUMER_HEARTBEAT_MS,
                            CONSUMER_ASSIGNMENT_MS,
                            SHARE_SESSION_TIMEOUT_MS,
                            SHARE_HEARTBEAT_MS,
                            SHARE_ASSIGNMENT_MS,
                            SHARE_LOCK_MS,
                            SHARE_DELIVERY_LIMIT,
                            SHARE_RECORD_LOCKS,
                            SHARE_RESET,
                            SHARE_ISOLATION,
                            SHARE_RENEW,
                            STREAMS_SESSION_TIMEOUT_MS,
                            STREAMS_HEARTBEAT_MS,
                            STREAMS_STANDBY_REPLICAS,
                            STREAMS_INITIAL_DELAY_MS,
                            STREAMS_ASSIGNMENT_MS));

    private GroupKeys() {}

    /** What counts for groups that do not set {@code key}; null if that is its default. */
    public static @Nullable ConfigKey<Integer> ofBroker(ConfigKey<?> key) {
        return OF_BROKER.get(key);
    }

    /** What counts for a group that has set {@code own}. */
    public static int value(BrokerConfig broker, Map<String, String> own, ConfigKey<Integer> key) {
        String text = own.get(key.name());
        return text == null ? broker.get(OF_BROKER.getOrDefault(key, key)) : key.parse(text);
    }

    /** What is wrong with setting {@code name} to {@code value}, or null if nothing is. */
    public static @Nullable String violation(BrokerConfig broker, String name, String value) {
        ConfigKey<?> key = ALL.get(name);
        if (key == null) {
            return "There is no group setting '"
                    + name
                    + "'"
                    + NearestName.hint(name, ALL.keySet());
        }
        String violation = key.violation(value);
        if (violation != null) {
            return violation;
        }
        if (key.equals(SHARE_RESET) && reset(value) == null) {
            return "'"
                    + value
                    + "' is no value for "
                    + name
                    + ": allowed is earliest, latest or by_duration:PnDTnHnMn.nS";
        }
        Range range = RANGES.get(key);
        return range == null ? null : outside(broker, name, value, range);
    }

    private static @Nullable String outside(
            BrokerConfig broker, String name, String value, Range range) {
        int number = Integer.parseInt(value.trim());
        if (range.min != null && number < broker.get(range.min)) {
            return name + "=" + value + " is below " + range.min + "=" + broker.get(range.min);
        }
        if (number > broker.get(range.max)) {
            return name + "=" + value + " is above " + range.max + "=" + broker.get(range.max);
        }
        return null;
    }

    /** Where a group begins. */
    public sealed interface Reset {
        record Latest() implements Reset {}

        record Earliest() implements Reset {}

        record Before(Duration duration) implements Reset {}
    }

    /** What {@code text} says, or null if it makes no sense. */
    public static @Nullable Reset reset(String text) {
        String value = text.trim();
        if (value.equalsIgnoreCase("latest")) {
            return new Reset.Latest();
        }
        if (value.equalsIgnoreCase("earliest")) {
            return new Reset.Earliest();
        }
        if (!value.startsWith(BY_DURATION)) {
            return null;
        }
        try {
            Duration duration = Duration.parse(value.substring(BY_DURATION.length()));
            return duration.isNegative() ? null : new Reset.Before(duration);
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
