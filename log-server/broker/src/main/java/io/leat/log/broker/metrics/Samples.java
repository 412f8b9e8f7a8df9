package io.leat.log.broker.metrics;

import io.leat.log.protocol.ApiKey;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** The values of metrics at one moment. Owned by whoever gathers them. */
public final class Samples {

    private static final double[] QUANTILES = {0.5, 0.75, 0.95, 0.99, 0.999};

    private final Map<Metric, Map<List<String>, Double>> values = new EnumMap<>(Metric.class);
    private final List<ClientSeries> clients = new ArrayList<>();

    /** Adds to what {@code metric} has under these values of its labels. */
    public void add(Metric metric, double value, String... labels) {
        values.computeIfAbsent(metric, m -> new LinkedHashMap<>())
                .merge(List.of(labels), value, Double::sum);
    }

    /** Adds what a client pushed. */
    public void add(ClientSeries pushed) {
        clients.add(pushed);
    }

    /** What clients pushed. */
    public List<ClientSeries> clients() {
        return clients;
    }

    /** Adds all that {@code others} has. */
    public void addAll(Samples others) {
        clients.addAll(others.clients);
        others.values.forEach(
                (metric, theirs) ->
                        theirs.forEach(
                                (labels, value) ->
                                        add(metric, value, labels.toArray(new String[0]))));
    }

    void requests(ApiKey key, RequestMetrics counted) {
        String name = requestName(key);
        Latencies latencies = counted.latencies;
        add(Metric.REQUESTS, latencies.count(), name);
        add(Metric.REQUEST_BYTES, counted.requestBytes, name);
        add(Metric.RESPONSE_BYTES, counted.responseBytes, name);
        add(Metric.REQUEST_TIME_SUM, latencies.sumMs(), name);
        for (double quantile : QUANTILES) {
            double value = latencies.quantileMs(quantile);
            if (!Double.isNaN(value)) {
                add(Metric.REQUEST_TIME, value, name, String.valueOf(quantile));
            }
        }
    }

    void traffic(TopicTraffic traffic, String... topic) {
        add(Metric.MESSAGES_IN, traffic.records, topic);
        add(Metric.BYTES_IN, traffic.bytesIn, topic);
        add(Metric.BYTES_OUT, traffic.bytesOut, topic);
        add(Metric.REPLICATION_BYTES_OUT, traffic.replicaBytesOut, topic);
        add(Metric.PRODUCE_REQUESTS, traffic.produces, topic);
        add(Metric.FETCH_REQUESTS, traffic.fetches, topic);
        add(Metric.FAILED_PRODUCE_REQUESTS, traffic.failedProduces, topic);
        add(Metric.FAILED_FETCH_REQUESTS, traffic.failedFetches, topic);
    }

    /** As Kafka calls it: PRODUCE is Produce, END_TXN is EndTxn. */
    static String requestName(ApiKey key) {
        StringBuilder name = new StringBuilder();
        for (String word : key.name().split("_")) {
            name.append(word.charAt(0))
                    .append(word.substring(1).toLowerCase(java.util.Locale.ROOT));
        }
        return name.toString();
    }

    /** The metrics that have values. */
    public List<Metric> metrics() {
        return new ArrayList<>(values.keySet());
    }

    /** Calls {@code each} with the values of the labels of {@code metric}, and the value. */
    public void forEach(Metric metric, BiConsumer<List<String>, Double> each) {
        values.getOrDefault(metric, Map.of()).forEach(each);
    }

    /** One value; NaN if there is none. */
    public double get(Metric metric, String... labels) {
        return values.getOrDefault(metric, Map.of()).getOrDefault(List.of(labels), Double.NaN);
    }
}
