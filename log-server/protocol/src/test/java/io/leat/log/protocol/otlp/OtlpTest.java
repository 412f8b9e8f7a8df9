package io.leat.log.protocol.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.protocol.MalformedMessageException;
import io.leat.log.protocol.otlp.MetricPoint.Kind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.shaded.io.opentelemetry.proto.common.v1.AnyValue;
import org.apache.kafka.shaded.io.opentelemetry.proto.common.v1.KeyValue;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.Gauge;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.Histogram;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.Metric;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.MetricsData;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.Sum;
import org.apache.kafka.shaded.io.opentelemetry.proto.resource.v1.Resource;
import org.junit.jupiter.api.Test;

/** Metrics in OTLP, against the classes generated from its definition that Kafka's client has. */
final class OtlpTest {

    private static final OtlpWriter.Period PERIOD = new OtlpWriter.Period(1_000, 2_000);

    private static List<MetricPoint> read(byte[] data) {
        List<MetricPoint> points = new ArrayList<>();
        OtlpReader.read(ByteBuffer.wrap(data), points::add);
        return points;
    }

    private static KeyValue attribute(String key, AnyValue.Builder value) {
        return KeyValue.newBuilder().setKey(key).setValue(value).build();
    }

    private static MetricsData data(ResourceMetrics.Builder resource, Metric... metrics) {
        return MetricsData.newBuilder()
                .addResourceMetrics(
                        resource.addScopeMetrics(
                                ScopeMetrics.newBuilder().addAllMetrics(List.of(metrics))))
                .build();
    }

    private static Metric sum(AggregationTemporality temporality, boolean monotonic, long value) {
        return Metric.newBuilder()
                .setName("sent")
                .setSum(
                        Sum.newBuilder()
                                .setAggregationTemporality(temporality)
                                .setIsMonotonic(monotonic)
                                .addDataPoints(NumberDataPoint.newBuilder().setAsInt(value)))
                .build();
    }

    @Test
    void shouldReadGaugesWithAttributesOfTheirResource() {
        Metric metric =
                Metric.newBuilder()
                        .setName("lag")
                        .setUnit("1")
                        .setGauge(
                                Gauge.newBuilder()
                                        .addDataPoints(
                                                NumberDataPoint.newBuilder()
                                                        .setTimeUnixNano(5)
                                                        .setAsDouble(2.5)
                                                        .addAttributes(
                                                                attribute(
                                                                        "partition",
                                                                        AnyValue.newBuilder()
                                                                                .setIntValue(3)))))
                        .build();
        var resource =
                Resource.newBuilder()
                        .addAttributes(
                                attribute("group_id", AnyValue.newBuilder().setStringValue("g")));
        assertEquals(
                List.of(
                        new MetricPoint(
                                "lag", Kind.GAUGE, Map.of("group_id", "g", "partition", "3"), 2.5)),
                read(
                        data(ResourceMetrics.newBuilder().setResource(resource), metric)
                                .toByteArray()));
    }

    @Test
    void shouldTellTotalsFromWhatWasAddedAndFromSumsThatFall() {
        byte[] data =
                data(
                                ResourceMetrics.newBuilder(),
                                sum(
                                        AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE,
                                        true,
                                        7),
                                sum(AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA, true, -8),
                                sum(
                                        AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE,
                                        false,
                                        9))
                        .toByteArray();
        assertEquals(
                List.of(
                        new MetricPoint("sent", Kind.TOTAL, Map.of(), 7),
                        new MetricPoint("sent", Kind.DELTA, Map.of(), -8),
                        new MetricPoint("sent", Kind.GAUGE, Map.of(), 9)),
                read(data));
    }

    @Test
    void shouldPassOverHistograms() {
        Metric histogram =
                Metric.newBuilder()
                        .setName("times")
                        .setHistogram(Histogram.getDefaultInstance())
                        .build();
        assertEquals(List.of(), read(data(ResourceMetrics.newBuilder(), histogram).toByteArray()));
    }

    @Test
    void shouldWriteWhatOthersRead() throws Exception {
        List<MetricPoint> points =
                List.of(
                        new MetricPoint("a", Kind.GAUGE, Map.of("topic", "ü"), 0.25),
                        new MetricPoint("b", Kind.TOTAL, Map.of(), 1e12),
                        new MetricPoint("c", Kind.DELTA, Map.of(), 3));
        byte[] data = OtlpWriter.write(Map.of("group_id", "g"), points, PERIOD);

        ResourceMetrics metrics = MetricsData.parseFrom(data).getResourceMetrics(0);
        assertEquals("group_id", metrics.getResource().getAttributes(0).getKey());
        Metric gauge = metrics.getScopeMetrics(0).getMetrics(0);
        assertEquals("a", gauge.getName());
        assertEquals(2_000_000_000L, gauge.getGauge().getDataPoints(0).getTimeUnixNano());
        Sum total = metrics.getScopeMetrics(0).getMetrics(1).getSum();
        assertTrue(total.getIsMonotonic());
        assertEquals(
                AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE,
                total.getAggregationTemporality());
        assertEquals(1_000_000_000L, total.getDataPoints(0).getStartTimeUnixNano());
        List<MetricPoint> expected = new ArrayList<>();
        for (MetricPoint each : points) {
            Map<String, String> attributes = new LinkedHashMap<>(each.attributes());
            attributes.put("group_id", "g");
            expected.add(new MetricPoint(each.name(), each.kind(), attributes, each.value()));
        }
        assertEquals(expected, read(data));
    }

    @Test
    void shouldStopWhenNobodyWantsMore() {
        MetricPoint point = new MetricPoint("a", Kind.GAUGE, Map.of(), 1);
        byte[] data = OtlpWriter.write(Map.of(), List.of(point, point, point), PERIOD);
        List<MetricPoint> points = new ArrayList<>();
        OtlpReader.read(
                ByteBuffer.wrap(data),
                each -> {
                    points.add(each);
                    return points.size() < 2;
                });
        assertEquals(2, points.size());
    }

    @Test
    void shouldRefuseMoreAttributesThanAnybodyNeeds() {
        Map<String, String> resource = new LinkedHashMap<>();
        for (int i = 0; i < 65; i++) {
            resource.put("key-" + i, "");
        }
        byte[] data = OtlpWriter.write(resource, List.of(), PERIOD);
        assertThrows(MalformedMessageException.class, () -> read(data));
    }

    @Test
    void shouldEitherReadOrRefuseDamagedMetrics() {
        byte[] whole =
                OtlpWriter.write(
                        Map.of("group_id", "g"),
                        List.of(
                                new MetricPoint("a", Kind.GAUGE, Map.of("topic", "t"), 1),
                                new MetricPoint("b", Kind.TOTAL, Map.of(), 2)),
                        PERIOD);
        Random random = new Random(4);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            try {
                read(damaged);
            } catch (MalformedMessageException e) {
                refused++;
            }
        }
        assertTrue(refused > 0);
    }
}
