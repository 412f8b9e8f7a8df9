package io.leat.log.protocol.otlp;

import static io.leat.log.protocol.otlp.Fields.CUMULATIVE;
import static io.leat.log.protocol.otlp.Fields.DATA_POINTS;
import static io.leat.log.protocol.otlp.Fields.DATA_RESOURCE_METRICS;
import static io.leat.log.protocol.otlp.Fields.DELTA;
import static io.leat.log.protocol.otlp.Fields.KEY;
import static io.leat.log.protocol.otlp.Fields.METRIC_GAUGE;
import static io.leat.log.protocol.otlp.Fields.METRIC_NAME;
import static io.leat.log.protocol.otlp.Fields.METRIC_SUM;
import static io.leat.log.protocol.otlp.Fields.POINT_ATTRIBUTES;
import static io.leat.log.protocol.otlp.Fields.POINT_DOUBLE;
import static io.leat.log.protocol.otlp.Fields.POINT_START;
import static io.leat.log.protocol.otlp.Fields.POINT_TIME;
import static io.leat.log.protocol.otlp.Fields.RESOURCE;
import static io.leat.log.protocol.otlp.Fields.RESOURCE_ATTRIBUTES;
import static io.leat.log.protocol.otlp.Fields.RESOURCE_SCOPE_METRICS;
import static io.leat.log.protocol.otlp.Fields.SCOPE_METRICS;
import static io.leat.log.protocol.otlp.Fields.SUM_MONOTONIC;
import static io.leat.log.protocol.otlp.Fields.SUM_TEMPORALITY;
import static io.leat.log.protocol.otlp.Fields.VALUE;
import static io.leat.log.protocol.otlp.Fields.VALUE_TEXT;

import java.util.Collection;
import java.util.Map;

/** Writes numbers as OTLP's MetricsData of one resource. Stateless. */
public final class OtlpWriter {

    private static final long NANOS_PER_MS = 1_000_000L;

    private OtlpWriter() {}

    /**
     * When it was counted, in ms since the epoch.
     *
     * @param start since when totals are counted, and what came since the last time
     */
    public record Period(long start, long end) {}

    /** All {@code points}, of what {@code resource} describes. */
    public static byte[] write(
            Map<String, String> resource, Collection<MetricPoint> points, Period period) {
        ProtoWriter data = new ProtoWriter();
        data.message(
                DATA_RESOURCE_METRICS,
                metrics -> {
                    metrics.message(
                            RESOURCE, out -> attributes(out, RESOURCE_ATTRIBUTES, resource));
                    metrics.message(
                            RESOURCE_SCOPE_METRICS,
                            scope ->
                                    points.forEach(
                                            each ->
                                                    scope.message(
                                                            SCOPE_METRICS,
                                                            out -> metric(out, each, period))));
                });
        return data.toBytes();
    }

    private static void metric(ProtoWriter out, MetricPoint metric, Period period) {
        out.text(METRIC_NAME, metric.name());
        if (metric.kind() == MetricPoint.Kind.GAUGE) {
            out.message(METRIC_GAUGE, gauge -> points(gauge, metric, period));
            return;
        }
        boolean delta = metric.kind() == MetricPoint.Kind.DELTA;
        out.message(
                METRIC_SUM,
                sum -> {
                    points(sum, metric, period);
                    sum.number(SUM_TEMPORALITY, delta ? DELTA : CUMULATIVE);
                    sum.number(SUM_MONOTONIC, 1);
                });
    }

    private static void points(ProtoWriter out, MetricPoint metric, Period period) {
        out.message(
                DATA_POINTS,
                point -> {
                    if (metric.kind() != MetricPoint.Kind.GAUGE) {
                        point.fixed64(POINT_START, period.start * NANOS_PER_MS);
                    }
                    point.fixed64(POINT_TIME, period.end * NANOS_PER_MS);
                    point.float64(POINT_DOUBLE, metric.value());
                    attributes(point, POINT_ATTRIBUTES, metric.attributes());
                });
    }

    private static void attributes(ProtoWriter out, int field, Map<String, String> attributes) {
        attributes.forEach(
                (key, value) ->
                        out.message(
                                field,
                                pair -> {
                                    pair.text(KEY, key);
                                    pair.message(VALUE, any -> any.text(VALUE_TEXT, value));
                                }));
    }
}
