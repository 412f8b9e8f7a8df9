package io.leat.log.broker.telemetry;

import io.leat.log.broker.config.ClientMetricsKeys;
import io.leat.log.broker.config.ConfigKey;
import io.leat.log.protocol.Uuid;
import io.leat.log.quorum.image.ConfigResource;
import io.leat.log.quorum.image.MetadataImage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32C;

/** All subscriptions of the metadata log. Immutable. */
final class Subscriptions {

    static final Subscriptions NONE = new Subscriptions(Map.of());

    private static final String ALL_METRICS = "*";

    /** One of them. */
    private record Subscription(List<String> metrics, int intervalMs, ClientMatch match) {

        static Subscription of(Map<String, String> settings) {
            return new Subscription(
                    value(settings, ClientMetricsKeys.METRICS),
                    value(settings, ClientMetricsKeys.INTERVAL_MS),
                    new ClientMatch(value(settings, ClientMetricsKeys.MATCH)));
        }

        private static <T> T value(Map<String, String> settings, ConfigKey<T> key) {
            String text = settings.getOrDefault(key.name(), key.defaultText());
            return key.parse(Objects.requireNonNull(text, "all of them have defaults"));
        }
    }

    /**
     * What one client is asked for.
     *
     * @param metrics prefixes of names, sorted; {@code *} for all
     */
    record Wanted(List<String> metrics, int intervalMs) {

        /** The same on every broker, so that a client can push to any of them. */
        int id(Uuid client) {
            CRC32C crc = new CRC32C();
            crc.update((metrics.toString() + intervalMs).getBytes(StandardCharsets.UTF_8));
            return (int) crc.getValue() ^ client.hashCode();
        }
    }

    /** What a client is asked for that no subscription is about. */
    private static final Wanted NOTHING =
            new Wanted(List.of(), Subscription.of(Map.of()).intervalMs);

    private final Map<String, Map<String, String>> settings;
    private final List<Subscription> all = new ArrayList<>();

    private Subscriptions(Map<String, Map<String, String>> settings) {
        this.settings = settings;
        settings.values().forEach(each -> all.add(Subscription.of(each)));
    }

    /** Those of {@code image}: these if it says nothing new. */
    Subscriptions next(MetadataImage image) {
        Map<String, Map<String, String>> now = new TreeMap<>();
        for (String name : image.configured(ConfigResource.CLIENT_METRICS)) {
            now.put(name, Map.copyOf(image.configs(ConfigResource.clientMetrics(name))));
        }
        return now.equals(settings) ? this : new Subscriptions(now);
    }

    /** What the client is asked for that {@code attributes} describe. */
    Wanted of(Map<String, String> attributes) {
        TreeSet<String> metrics = new TreeSet<>();
        int intervalMs = Integer.MAX_VALUE;
        for (Subscription each : all) {
            if (each.match.matches(attributes)) {
                metrics.addAll(each.metrics);
                intervalMs = Math.min(intervalMs, each.intervalMs);
            }
        }
        if (intervalMs == Integer.MAX_VALUE) {
            return NOTHING;
        }
        return metrics.contains(ALL_METRICS)
                ? new Wanted(List.of(ALL_METRICS), intervalMs)
                : new Wanted(List.copyOf(metrics), intervalMs);
    }
}
