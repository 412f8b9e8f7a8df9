package io.leat.log.benchmarks.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.apache.kafka.common.requests.RequestContext;
import org.apache.kafka.server.telemetry.ClientTelemetry;
import org.apache.kafka.server.telemetry.ClientTelemetryReceiver;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.MetricsData;

/** Keeps the ids of the clients that push metrics to an Apache Kafka in this process. */
public final class PushingClients implements MetricsReporter, ClientTelemetry {

    /** Kafka makes its reporters itself. */
    static final Set<String> IDS = ConcurrentHashMap.newKeySet();

    @Override
    public ClientTelemetryReceiver clientReceiver() {
        return (context, payload) -> {
            try {
                boolean empty =
                        MetricsData.parseFrom(payload.data()).getResourceMetricsList().stream()
                                .flatMap(each -> each.getScopeMetricsList().stream())
                                .allMatch(each -> each.getMetricsList().isEmpty());
                if (!empty) {
                    IDS.add(((RequestContext) context).clientId());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
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
