package io.leat.log.server.admin;

import io.leat.log.broker.metrics.ClientSeries;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.PrometheusNaming;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What clients pushed (KIP-714), as Prometheus takes it. Stateless. */
final class ClientSnapshots {

    private static final String HELP = "Pushed by clients (KIP-714).";

    private ClientSnapshots() {}

    /** One of each name; it is what the first client says it is, a counter or a gauge. */
    static List<MetricSnapshot> of(List<ClientSeries> pushed) {
        Map<String, List<ClientSeries>> byName = new LinkedHashMap<>();
        for (ClientSeries each : pushed) {
            String name = PrometheusNaming.sanitizeMetricName(each.name());
            byName.computeIfAbsent(name, key -> new ArrayList<>()).add(each);
        }
        List<MetricSnapshot> snapshots = new ArrayList<>();
        byName.forEach(
                (name, series) ->
                        snapshots.add(
                                series.get(0).counts()
                                        ? counter(name, series)
                                        : gauge(name, series)));
        return snapshots;
    }

    private static MetricSnapshot counter(String name, List<ClientSeries> series) {
        CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(HELP);
        Set<Labels> seen = new HashSet<>();
        for (ClientSeries each : series) {
            Labels labels = labels(each);
            if (seen.add(labels)) {
                counter.dataPoint(
                        CounterSnapshot.CounterDataPointSnapshot.builder()
                                .labels(labels)
                                .value(Math.max(0, each.value()))
                                .build());
            }
        }
        return counter.build();
    }

    private static MetricSnapshot gauge(String name, List<ClientSeries> series) {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(HELP);
        Set<Labels> seen = new HashSet<>();
        for (ClientSeries each : series) {
            Labels labels = labels(each);
            if (seen.add(labels)) {
                gauge.dataPoint(
                        GaugeSnapshot.GaugeDataPointSnapshot.builder()
                                .labels(labels)
                                .value(each.value())
                                .build());
            }
        }
        return gauge.build();
    }

    private static Labels labels(ClientSeries series) {
        return Labels.of(
                series.labels().keySet().toArray(new String[0]),
                series.labels().values().toArray(new String[0]));
    }
}
