package io.leat.log.protocol.otlp;

import static io.leat.log.protocol.otlp.Fields.DATA_POINTS;
import static io.leat.log.protocol.otlp.Fields.DATA_RESOURCE_METRICS;
import static io.leat.log.protocol.otlp.Fields.DELTA;
import static io.leat.log.protocol.otlp.Fields.KEY;
import static io.leat.log.protocol.otlp.Fields.METRIC_GAUGE;
import static io.leat.log.protocol.otlp.Fields.METRIC_NAME;
import static io.leat.log.protocol.otlp.Fields.METRIC_SUM;
import static io.leat.log.protocol.otlp.Fields.POINT_ATTRIBUTES;
import static io.leat.log.protocol.otlp.Fields.POINT_DOUBLE;
import static io.leat.log.protocol.otlp.Fields.POINT_INT;
import static io.leat.log.protocol.otlp.Fields.RESOURCE;
import static io.leat.log.protocol.otlp.Fields.RESOURCE_ATTRIBUTES;
import static io.leat.log.protocol.otlp.Fields.RESOURCE_SCOPE_METRICS;
import static io.leat.log.protocol.otlp.Fields.SCOPE_METRICS;
import static io.leat.log.protocol.otlp.Fields.SUM_MONOTONIC;
import static io.leat.log.protocol.otlp.Fields.SUM_TEMPORALITY;
import static io.leat.log.protocol.otlp.Fields.VALUE;
import static io.leat.log.protocol.otlp.Fields.VALUE_BOOL;
import static io.leat.log.protocol.otlp.Fields.VALUE_DOUBLE;
import static io.leat.log.protocol.otlp.Fields.VALUE_INT;
import static io.leat.log.protocol.otlp.Fields.VALUE_TEXT;

import io.leat.log.protocol.MalformedMessageException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the gauges and sums of OTLP's MetricsData; histograms and summaries are passed over, no
 * client of Kafka sends them. Stateless.
 */
public final class OtlpReader {

    /** More of them nobody has who means it; each number has a copy of those of its resource. */
    private static final int ATTRIBUTES_MAX = 64;

    private OtlpReader() {}

    /**
     * Calls {@code each} with every number, as long as it says true; attributes of the resource are
     * among those of the number, which win.
     *
     * @throws MalformedMessageException if these are not metrics
     */
    public static void read(ByteBuffer data, Predicate<MetricPoint> each) {
        ProtoReader in = new ProtoReader(data);
        boolean more = true;
        while (more && in.next()) {
            if (in.field() == DATA_RESOURCE_METRICS) {
                more = resource(in.message(), each);
            } else {
                in.skip();
            }
        }
    }

    /** Twice from its start: its attributes may come after its metrics. */
    private static boolean resource(ProtoReader in, Predicate<MetricPoint> each) {
        Map<String, String> attributes = new LinkedHashMap<>();
        ProtoReader first = in.again();
        while (first.next()) {
            if (first.field() == RESOURCE) {
                attributes(first.message(), attributes);
            } else {
                first.skip();
            }
        }
        boolean more = true;
        while (more && in.next()) {
            if (in.field() == RESOURCE_SCOPE_METRICS) {
                more = scope(in.message(), attributes, each);
            } else {
                in.skip();
            }
        }
        return more;
    }

    private static boolean scope(
            ProtoReader in, Map<String, String> resource, Predicate<MetricPoint> each) {
        boolean more = true;
        while (more && in.next()) {
            if (in.field() == SCOPE_METRICS) {
                more = metric(in.message(), resource, each);
            } else {
                in.skip();
            }
        }
        return more;
    }

    private static void attributes(ProtoReader resource, Map<String, String> attributes) {
        while (resource.next()) {
            if (resource.field() == RESOURCE_ATTRIBUTES) {
                attribute(resource.message(), attributes);
            } else {
                resource.skip();
            }
        }
    }

    private static boolean metric(
            ProtoReader in, Map<String, String> resource, Predicate<MetricPoint> each) {
        String name = "";
        @Nullable ProtoReader data = null;
        while (in.next()) {
            switch (in.field()) {
                case METRIC_NAME -> name = in.text();
                case METRIC_GAUGE, METRIC_SUM -> data = in.message();
                default -> in.skip();
            }
        }
        if (data == null) {
            return true;
        }
        MetricPoint.Kind kind = kind(data.again());
        boolean more = true;
        while (more && data.next()) {
            if (data.field() == DATA_POINTS) {
                more = each.test(point(name, kind, resource, data.message()));
            } else {
                data.skip();
            }
        }
        return more;
    }

    /** A gauge has points only; a sum that can fall is a gauge. */
    private static MetricPoint.Kind kind(ProtoReader in) {
        long temporality = 0;
        boolean monotonic = false;
        while (in.next()) {
            switch (in.field()) {
                case SUM_TEMPORALITY -> temporality = in.number();
                case SUM_MONOTONIC -> monotonic = in.number() != 0;
                default -> in.skip();
            }
        }
        if (!monotonic) {
            return MetricPoint.Kind.GAUGE;
        }
        return temporality == DELTA ? MetricPoint.Kind.DELTA : MetricPoint.Kind.TOTAL;
    }

    private static MetricPoint point(
            String name, MetricPoint.Kind kind, Map<String, String> resource, ProtoReader in) {
        Map<String, String> attributes = new LinkedHashMap<>(resource);
        double value = 0;
        while (in.next()) {
            switch (in.field()) {
                case POINT_DOUBLE -> value = in.float64();
                case POINT_INT -> value = in.fixed64();
                case POINT_ATTRIBUTES -> attribute(in.message(), attributes);
                default -> in.skip();
            }
        }
        return new MetricPoint(name, kind, attributes, value);
    }

    private static void attribute(ProtoReader in, Map<String, String> attributes) {
        String key = "";
        String value = "";
        while (in.next()) {
            switch (in.field()) {
                case KEY -> key = in.text();
                case VALUE -> value = value(in.message());
                default -> in.skip();
            }
        }
        attributes.put(key, value);
        if (attributes.size() > ATTRIBUTES_MAX) {
            throw new MalformedMessageException(
                    "a number has more than " + ATTRIBUTES_MAX + " attributes");
        }
    }

    private static String value(ProtoReader in) {
        String value = "";
        while (in.next()) {
            switch (in.field()) {
                case VALUE_TEXT -> value = in.text();
                case VALUE_BOOL -> value = String.valueOf(in.number() != 0);
                case VALUE_INT -> value = String.valueOf(in.number());
                case VALUE_DOUBLE -> value = String.valueOf(in.float64());
                default -> in.skip();
            }
        }
        return value;
    }
}
