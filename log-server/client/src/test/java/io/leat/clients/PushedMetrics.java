package io.leat.clients;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.apache.kafka.server.telemetry.ClientTelemetry;
import org.apache.kafka.server.telemetry.ClientTelemetryReceiver;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.Metric;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.MetricsData;

/** Keeps what clients push to an Apache Kafka in this process. */
public final class PushedMetrics implements MetricsReporter, ClientTelemetry {

    /** One push. */
    record Push(String clientId, boolean last, List<Metric> metrics) {}

    static final Queue<Push> ALL = new ConcurrentLinkedQueue<>();

    @Override
    public ClientTelemetryReceiver clientReceiver() {
        return (context, payload) -> {
            try {
                MetricsData data = MetricsData.parseFrom(payload.data());
                List<Metric> metrics =
                        data.getResourceMetricsList().stream()
                                .flatMap(each -> each.getScopeMetricsList().stream())
                                .flatMap(each -> each.getMetricsList().stream())
                                .toList();
                String clientId =
                        ((org.apache.kafka.common.requests.RequestContext) context).clientId();
                ALL.add(new Push(clientId, payload.isTerminating(), metrics));
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        };
    }

    @Override
    public void init(List<KafkaMetric> metrics) {}

    @Override
    public void metricChange(KafkaMetric metric) {}

    @Override
    public void metricRemoval(KafkaMetric metric) {}

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> settings) {}
}
