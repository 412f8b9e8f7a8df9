package io.leat.clients.network;

import io.leat.common.Metric;
import io.leat.common.MetricName;
import io.leat.log.protocol.message.GetTelemetrySubscriptionsResponse;
import io.leat.log.protocol.message.PushTelemetryRequest;
import io.leat.log.protocol.otlp.MetricPoint;
import io.leat.log.protocol.otlp.MetricPoint.Kind;
import io.leat.log.protocol.otlp.OtlpWriter;
import io.leat.log.protocol.record.Compression;
import io.leat.log.runtime.Clock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns metrics into pushes for one subscription, under the names that KIP-714 makes of Kafka's.
 * Owned by the client's loop.
 */
final class MetricPush {

    private static final String PREFIX = "org.apache.kafka.";
    private static final String GROUP_END = "-metrics";
    private static final String TOTAL_END = "-total";
    private static final String CLIENT_ID = "client-id";
    private static final String ALL = "*";

    private final GetTelemetrySubscriptionsResponse subscription;
    private final Clock clock;
    private final long startMs;

    /** What was pushed last, when brokers want what was added since. */
    private final Map<MetricName, Double> before;

    /** What the latest push added to it. */
    private final Map<MetricName, Double> added = new HashMap<>();

    private long lastMs;
    private long lastButOneMs;

    private MetricPush(
            GetTelemetrySubscriptionsResponse subscription,
            Clock clock,
            long startMs,
            Map<MetricName, Double> before) {
        this.subscription = subscription;
        this.clock = clock;
        this.startMs = startMs;
        this.lastMs = startMs;
        this.lastButOneMs = startMs;
        this.before = before;
    }

    /** For a new subscription; totals go on from {@code last} if it is wanted in the same way. */
    static MetricPush next(
            @Nullable MetricPush last, GetTelemetrySubscriptionsResponse wanted, Clock clock) {
        long nowMs = clock.epochMillis();
        if (last == null) {
            return new MetricPush(wanted, clock, nowMs, new HashMap<>());
        }
        boolean same = last.subscription.deltaTemporality() == wanted.deltaTemporality();
        return new MetricPush(wanted, clock, last.startMs, same ? last.before : new HashMap<>());
    }

    /** Whether the brokers want any metrics. */
    boolean wantsAny() {
        return !subscription.requestedMetrics().isEmpty();
    }

    /** What {@code metrics} stand at, as far as it is wanted. */
    PushTelemetryRequest request(Map<MetricName, ? extends Metric> metrics, boolean last) {
        List<MetricPoint> points = new ArrayList<>();
        added.clear();
        metrics.values().forEach(metric -> add(points, metric));
        long nowMs = clock.epochMillis();
        boolean delta = subscription.deltaTemporality();
        var period = new OtlpWriter.Period(delta ? lastMs : startMs, nowMs);
        lastButOneMs = lastMs;
        lastMs = nowMs;
        byte[] data = OtlpWriter.write(Map.of(), points, period);
        if (data.length > subscription.telemetryMaxBytes()) {
            data = new byte[0];
        }
        Compression codec = codec();
        return new PushTelemetryRequest(
                subscription.clientInstanceId(),
                subscription.subscriptionId(),
                last,
                (byte) codec.id(),
                ByteBuffer.wrap(compressed(data, codec)));
    }

    /** The latest push was not taken: the next one tells what it told, too. */
    void takeBack() {
        added.forEach((metric, more) -> before.merge(metric, -more, Double::sum));
        added.clear();
        lastMs = lastButOneMs;
    }

    private void add(List<MetricPoint> points, Metric metric) {
        MetricName metricName = metric.metricName();
        String name = name(metricName);
        if (!wants(name) || !(metric.metricValue() instanceof Number number)) {
            return;
        }
        double value = number.doubleValue();
        Kind kind = metricName.name().endsWith(TOTAL_END) ? Kind.TOTAL : Kind.GAUGE;
        if (kind == Kind.TOTAL && subscription.deltaTemporality()) {
            Double earlier = before.put(metricName, value);
            kind = Kind.DELTA;
            value -= earlier == null ? 0 : earlier;
            added.put(metricName, value);
        }
        if (Double.isFinite(value)) {
            points.add(new MetricPoint(name, kind, attributes(metricName), value));
        }
    }

    /** record-send-total of producer-metrics is org.apache.kafka.producer.record.send.total. */
    static String name(MetricName metric) {
        String group = metric.group();
        String what =
                group.endsWith(GROUP_END)
                        ? group.substring(0, group.length() - GROUP_END.length())
                        : group;
        return PREFIX + (what + "." + metric.name()).replace('-', '.');
    }

    /** The broker knows the client's id by itself. */
    private static Map<String, String> attributes(MetricName metric) {
        Map<String, String> attributes = new LinkedHashMap<>();
        metric.tags()
                .forEach(
                        (key, value) -> {
                            if (!key.equals(CLIENT_ID)) {
                                attributes.put(key.replace('-', '_'), value);
                            }
                        });
        return attributes;
    }

    private boolean wants(String name) {
        return subscription.requestedMetrics().stream()
                .anyMatch(prefix -> prefix.equals(ALL) || name.startsWith(prefix));
    }

    /** The first the broker names that is known here. */
    private Compression codec() {
        for (byte id : subscription.acceptedCompressionTypes()) {
            for (Compression each : Compression.values()) {
                if (each.id() == id) {
                    return each;
                }
            }
        }
        return Compression.NONE;
    }

    private static byte[] compressed(byte[] data, Compression codec) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = codec.compress(bytes, Compression.DEFAULT_LEVEL)) {
            out.write(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return bytes.toByteArray();
    }
}
