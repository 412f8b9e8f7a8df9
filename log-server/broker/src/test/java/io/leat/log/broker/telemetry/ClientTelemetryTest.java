package io.leat.log.broker.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.broker.TestBroker;
import io.leat.log.broker.metrics.ClientSeries;
import io.leat.log.broker.metrics.Metric;
import io.leat.log.broker.metrics.Samples;
import io.leat.log.broker.settings.IncrementalAlterConfigsHandler;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.GetTelemetrySubscriptionsRequest;
import io.leat.log.protocol.message.GetTelemetrySubscriptionsResponse;
import io.leat.log.protocol.message.IncrementalAlterConfigsRequest;
import io.leat.log.protocol.message.IncrementalAlterConfigsRequest.AlterConfigsResource;
import io.leat.log.protocol.message.IncrementalAlterConfigsRequest.AlterableConfig;
import io.leat.log.protocol.message.PushTelemetryRequest;
import io.leat.log.protocol.otlp.MetricPoint;
import io.leat.log.protocol.otlp.OtlpWriter;
import io.leat.log.protocol.record.Compression;
import io.leat.log.quorum.image.ConfigResource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What clients are asked to push, when they may, and what is kept of it. */
final class ClientTelemetryTest {

    private static final int INTERVAL_MS = 1_000;
    private static final byte NONE = 0;

    private final TestBroker test = new TestBroker(Map.of("telemetry.max.bytes", "20000"));

    private ErrorCode set(String name, String key, String value) {
        var change = new AlterableConfig(key, (byte) 0, value);
        var resource =
                new AlterConfigsResource(ConfigResource.CLIENT_METRICS, name, List.of(change));
        return test.call(
                        new IncrementalAlterConfigsHandler(test.broker),
                        1,
                        new IncrementalAlterConfigsRequest(List.of(resource), false))
                .responses()
                .get(0)
                .errorCode();
    }

    private GetTelemetrySubscriptionsResponse ask(Uuid id) {
        return test.call(
                new GetTelemetrySubscriptionsHandler(test.broker),
                0,
                new GetTelemetrySubscriptionsRequest(id));
    }

    private ErrorCode push(Uuid id, int subscription, boolean last, int codec, byte[] data) {
        return test.call(
                        new PushTelemetryHandler(test.broker),
                        0,
                        new PushTelemetryRequest(
                                id, subscription, last, (byte) codec, ByteBuffer.wrap(data)))
                .errorCode();
    }

    private ErrorCode push(GetTelemetrySubscriptionsResponse asked, byte[] data) {
        return push(asked.clientInstanceId(), asked.subscriptionId(), false, NONE, data);
    }

    private static byte[] metrics(MetricPoint... points) {
        return OtlpWriter.write(Map.of(), List.of(points), new OtlpWriter.Period(0, 1));
    }

    private static MetricPoint point(String name, MetricPoint.Kind kind, double value) {
        return new MetricPoint(name, kind, Map.of("client.rack", "r1"), value);
    }

    private Samples samples() {
        Samples samples = new Samples();
        test.broker.telemetry().addTo(samples);
        return samples;
    }

    /** A client that is asked for everything each second, and may push. */
    private GetTelemetrySubscriptionsResponse subscribed() {
        set("all", "metrics", "*");
        set("all", "interval.ms", String.valueOf(INTERVAL_MS));
        return ask(Uuid.ZERO);
    }

    @Test
    void shouldAskForNothingWithoutSubscriptions() {
        GetTelemetrySubscriptionsResponse asked = ask(Uuid.ZERO);
        assertEquals(ErrorCode.NONE, asked.errorCode());
        assertEquals(List.of(), asked.requestedMetrics());
        assertEquals(300_000, asked.pushIntervalMs());
        assertNotEquals(Uuid.ZERO, asked.clientInstanceId());
    }

    @Test
    void shouldAskForWhatAllSubscriptionsWantThatMatch() {
        set("a", "metrics", "org.apache.kafka.producer.,org.apache.kafka.consumer.");
        set("a", "interval.ms", "5000");
        set("b", "metrics", "org.apache.kafka.consumer.");
        set("b", "interval.ms", "2000");
        set("b", "match", "client_id=te.t,client_source_address=10[.]0[.]0[.]9");
        set("c", "metrics", "*");
        set("c", "match", "client_software_name=other");
        GetTelemetrySubscriptionsResponse asked = ask(Uuid.ZERO);
        assertEquals(
                List.of("org.apache.kafka.consumer.", "org.apache.kafka.producer."),
                asked.requestedMetrics());
        assertEquals(2_000, asked.pushIntervalMs());
        set("c", "match", "client_software_name=.*");
        assertEquals(List.of("*"), ask(asked.clientInstanceId()).requestedMetrics());
    }

    @Test
    void shouldRefuseSettingsThatMakeNoSense() {
        assertEquals(ErrorCode.INVALID_CONFIG, set("a", "match", "client_id"));
        assertEquals(ErrorCode.INVALID_CONFIG, set("a", "match", "host=x"));
        assertEquals(ErrorCode.INVALID_CONFIG, set("a", "match", "client_id=["));
        assertEquals(ErrorCode.INVALID_CONFIG, set("a", "interval.ms", "99"));
        assertEquals(ErrorCode.INVALID_CONFIG, set("a", "intervall", "100"));
        assertEquals(ErrorCode.INVALID_REQUEST, set("", "interval.ms", "100"));
    }

    @Test
    void shouldThrottleWhoAsksOrPushesBeforeTheIntervalIsOver() {
        GetTelemetrySubscriptionsResponse asked = subscribed();
        assertEquals(ErrorCode.NONE, push(asked, metrics()));
        assertEquals(ErrorCode.THROTTLING_QUOTA_EXCEEDED, push(asked, metrics()));
        assertEquals(
                ErrorCode.THROTTLING_QUOTA_EXCEEDED, ask(asked.clientInstanceId()).errorCode());
        assertEquals(2, samples().get(Metric.CLIENTS_THROTTLED));
        test.loop.advance(INTERVAL_MS);
        assertEquals(ErrorCode.NONE, push(asked, metrics()));
    }

    @Test
    void shouldTellOfNewSubscriptionsAtOnce() {
        GetTelemetrySubscriptionsResponse asked = subscribed();
        set("all", "interval.ms", "500");
        assertEquals(ErrorCode.UNKNOWN_SUBSCRIPTION_ID, push(asked, metrics()));
        GetTelemetrySubscriptionsResponse again = ask(asked.clientInstanceId());
        assertEquals(ErrorCode.NONE, again.errorCode());
        assertEquals(500, again.pushIntervalMs());
        assertEquals(asked.clientInstanceId(), again.clientInstanceId());
    }

    @Test
    void shouldTakeALastPushAtAnyTimeAndNothingAfterIt() {
        GetTelemetrySubscriptionsResponse asked = subscribed();
        Uuid id = asked.clientInstanceId();
        assertEquals(ErrorCode.NONE, push(asked, metrics()));
        assertEquals(ErrorCode.NONE, push(id, asked.subscriptionId(), true, NONE, metrics()));
        test.loop.advance(INTERVAL_MS);
        assertEquals(ErrorCode.INVALID_REQUEST, push(asked, metrics()));
    }

    @Test
    void shouldRefuseWhatItCannotRead() {
        GetTelemetrySubscriptionsResponse asked = subscribed();
        Uuid id = asked.clientInstanceId();
        int subscription = asked.subscriptionId();
        assertEquals(ErrorCode.INVALID_REQUEST, push(Uuid.ZERO, 0, false, NONE, metrics()));
        assertEquals(
                ErrorCode.UNSUPPORTED_COMPRESSION_TYPE,
                push(id, subscription, false, 9, metrics()));
        byte[][] bad = {new byte[20_001], {1, 2, 3}};
        ErrorCode[] expected = {ErrorCode.TELEMETRY_TOO_LARGE, ErrorCode.INVALID_RECORD};
        for (int i = 0; i < bad.length; i++) {
            test.loop.advance(INTERVAL_MS);
            assertEquals(expected[i], push(id, subscription, false, NONE, bad[i]));
        }
        test.loop.advance(INTERVAL_MS);
        assertEquals(
                ErrorCode.INVALID_RECORD,
                push(id, subscription, false, Compression.ZSTD.id(), metrics()));
    }

    @Test
    void shouldReadEachCodecAndBoundWhatComesOut() throws IOException {
        GetTelemetrySubscriptionsResponse asked = subscribed();
        for (Compression codec : Compression.values()) {
            test.loop.advance(INTERVAL_MS);
            byte[] small = compressed(codec, metrics(point("m", MetricPoint.Kind.GAUGE, 7)));
            Uuid id = asked.clientInstanceId();
            assertEquals(
                    ErrorCode.NONE, push(id, asked.subscriptionId(), false, codec.id(), small));
            assertEquals(7, samples().clients().get(0).value());
            test.loop.advance(INTERVAL_MS);
            byte[] bomb = compressed(codec, new byte[1_000_000]);
            assertEquals(
                    ErrorCode.TELEMETRY_TOO_LARGE,
                    push(id, asked.subscriptionId(), false, codec.id(), bomb));
        }
    }

    private static byte[] compressed(Compression codec, byte[] data) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = codec.compress(bytes, Compression.DEFAULT_LEVEL)) {
            out.write(data);
        }
        return bytes.toByteArray();
    }

    @Test
    void shouldOfferTheLatestValuesUnderNamesOfPrometheus() {
        GetTelemetrySubscriptionsResponse asked = subscribed();
        push(
                asked,
                metrics(
                        point("org.apache.kafka.producer.sent", MetricPoint.Kind.TOTAL, 5),
                        point("jvm.memory", MetricPoint.Kind.GAUGE, 1)));
        test.loop.advance(INTERVAL_MS);
        push(asked, metrics(point("org.apache.kafka.producer.sent", MetricPoint.Kind.TOTAL, 9)));
        String id = asked.clientInstanceId().toString();
        Map<String, String> labels =
                Map.of("client_id", "test", "client_instance_id", id, "client_rack", "r1");
        assertEquals(
                List.of(new ClientSeries("org_apache_kafka_producer_sent", true, labels, 9)),
                samples().clients());
        assertEquals(1, samples().get(Metric.CLIENT_INSTANCES));
    }

    @Test
    void shouldNotLetAClientTakeANameOfTheServers() {
        push(subscribed(), metrics(point("jvm.memory", MetricPoint.Kind.GAUGE, 1)));
        assertEquals("client_jvm_memory", samples().clients().get(0).name());
    }

    @Test
    void shouldAddUpWhatClientsSendAsAdditions() {
        GetTelemetrySubscriptionsResponse asked = subscribed();
        push(asked, metrics(point("m", MetricPoint.Kind.DELTA, 5)));
        test.loop.advance(INTERVAL_MS);
        push(asked, metrics(point("m", MetricPoint.Kind.DELTA, 3)));
        assertEquals(8, samples().clients().get(0).value());
    }

    @Test
    void shouldKeepSoManySeriesOfAClientAndCountTheRest() {
        GetTelemetrySubscriptionsResponse asked = subscribed();
        List<MetricPoint> points = new ArrayList<>();
        for (int i = 0; i < 1_100; i++) {
            points.add(new MetricPoint("m" + i, MetricPoint.Kind.GAUGE, Map.of(), i));
        }
        points.set(0, point("m".repeat(300), MetricPoint.Kind.GAUGE, 1));
        byte[] data = metrics(points.toArray(new MetricPoint[0]));
        assertTrue(data.length < 40_000);
        TelemetryPayload payload =
                TelemetryPayload.read(ByteBuffer.wrap(data), Compression.NONE, 40_000);
        assertEquals(1_000, payload.points().size());
        assertEquals(100, payload.dropped());
        assertEquals(ErrorCode.TELEMETRY_TOO_LARGE, push(asked, data));
    }

    @Test
    void shouldForgetWhoIsSilent() {
        GetTelemetrySubscriptionsResponse asked = subscribed();
        push(asked, metrics(point("m", MetricPoint.Kind.GAUGE, 1)));
        test.loop.advance(60_000);
        assertEquals(1, samples().clients().size());
        test.loop.advance(1);
        assertEquals(List.of(), samples().clients());
        assertEquals(0, samples().get(Metric.CLIENT_INSTANCES));
    }
}
