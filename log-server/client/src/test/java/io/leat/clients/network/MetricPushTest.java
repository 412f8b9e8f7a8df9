package io.leat.clients.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.common.Metric;
import io.leat.common.MetricName;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.GetTelemetrySubscriptionsResponse;
import io.leat.log.protocol.message.PushTelemetryRequest;
import io.leat.log.protocol.otlp.MetricPoint;
import io.leat.log.protocol.otlp.OtlpReader;
import io.leat.log.runtime.sim.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MetricPushTest {

    private static final byte UNCOMPRESSED = 0;
    private static final MetricName SENT =
            new MetricName("record-send-total", "producer-metrics", "", Map.of());

    private final MetricPush push =
            MetricPush.next(
                    null,
                    new GetTelemetrySubscriptionsResponse(
                            0,
                            ErrorCode.NONE,
                            new Uuid(1, 1),
                            1,
                            List.of(UNCOMPRESSED),
                            100,
                            1 << 20,
                            true,
                            List.of("*")),
                    new Simulation(1).node("client").ports().clock());

    private static Map<MetricName, Metric> sent(long records) {
        return Map.of(
                SENT,
                new Metric() {
                    @Override
                    public MetricName metricName() {
                        return SENT;
                    }

                    @Override
                    public Object metricValue() {
                        return records;
                    }
                });
    }

    private static List<Double> values(PushTelemetryRequest request) {
        List<Double> values = new ArrayList<>();
        OtlpReader.read(request.metrics(), (MetricPoint point) -> values.add(point.value()));
        return values;
    }

    @Test
    void shouldTellWhatWasAddedSinceTheLastPush() {
        assertEquals(List.of(5.0), values(push.request(sent(5), false)));
        assertEquals(List.of(2.0), values(push.request(sent(7), false)));
    }

    @Test
    void shouldTellAgainWhatABrokerDidNotTake() {
        push.request(sent(5), false);
        push.request(sent(7), false);
        push.takeBack();
        assertEquals(List.of(4.0), values(push.request(sent(9), false)));
        push.takeBack();
        push.takeBack();
        assertEquals(List.of(5.0), values(push.request(sent(10), false)));
    }
}
