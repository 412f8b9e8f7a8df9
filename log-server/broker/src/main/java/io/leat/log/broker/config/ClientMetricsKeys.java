package io.leat.log.broker.config;

import static io.leat.log.broker.config.ConfigKey.int32;
import static io.leat.log.broker.config.ConfigKey.list;

import io.leat.log.broker.telemetry.ClientMatch;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a subscription to metrics of clients (KIP-714). They are in the metadata log;
 * what is sent back is the union of all subscriptions that match a client.
 */
public final class ClientMetricsKeys {

    public static final ConfigKey<Integer> MAX_BYTES =
            int32(
                    "telemetry.max.bytes",
                    1024 * 1024,
                    1,
                    "Bytes of metrics that a client may push at once, also when decompressed.");

    public static final ConfigKey<List<String>> METRICS =
            list(
                    "metrics",
                    "",
                    List.of(),
                    "What the names of the metrics begin with that clients push; * for all.");
    public static final ConfigKey<Integer> INTERVAL_MS =
            int32("interval.ms", 300_000, 100, 3_600_000, "How often clients push them.");
    public static final ConfigKey<List<String>> MATCH =
            list(
                    "match",
                    "",
                    List.of(),
                    "Which clients: NAME=REGEX, of "
                            + String.join(", ", ClientMatch.NAMES)
                            + "; all of them have to match.");

    /** All of a subscription, by name. */
    public static final Map<String, ConfigKey<?>> ALL =
            TopicKeys.byName(List.of(METRICS, INTERVAL_MS, MATCH));

    private ClientMetricsKeys() {}

    /** What is wrong with setting {@code name} to {@code value}, or null if nothing is. */
    public static @Nullable String violation(String name, String value) {
        ConfigKey<?> key = ALL.get(name);
        if (key == null) {
            return "There is no client metrics setting '"
                    + name
                    + "'"
                    + NearestName.hint(name, ALL.keySet());
        }
        String violation = key.violation(value);
        if (violation != null || !key.equals(MATCH)) {
            return violation;
        }
        return ClientMatch.violation(MATCH.parse(value));
    }
}
