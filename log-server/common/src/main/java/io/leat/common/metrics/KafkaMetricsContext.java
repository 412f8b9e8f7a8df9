package io.leat.common.metrics;

import java.util.HashMap;
import java.util.Map;

/** A namespace and labels. Immutable. */
public class KafkaMetricsContext implements MetricsContext {

    private final Map<String, String> contextLabels;

    public KafkaMetricsContext(String namespace) {
        this(namespace, Map.of());
    }

    /** Labels that are null are left out. */
    public KafkaMetricsContext(String namespace, Map<String, ?> contextLabels) {
        Map<String, String> labels = new HashMap<>();
        labels.put(NAMESPACE, namespace);
        contextLabels.forEach(
                (key, value) -> {
                    if (value != null) {
                        labels.put(key, value.toString());
                    }
                });
        this.contextLabels = Map.copyOf(labels);
    }

    @Override
    public Map<String, String> contextLabels() {
        return contextLabels;
    }
}
