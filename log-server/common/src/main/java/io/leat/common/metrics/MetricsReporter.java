package io.leat.common.metrics;

import io.leat.common.Reconfigurable;
import io.leat.common.config.ConfigException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Hears which metrics come and go, to report them somewhere. Named in {@code metric.reporters};
 * called under a lock, so it must not block.
 */
public interface MetricsReporter extends Reconfigurable, AutoCloseable {

    /** The metrics that are there already. */
    void init(List<KafkaMetric> metrics);

    /** A metric came, or took the place of one of its name. */
    void metricChange(KafkaMetric metric);

    void metricRemoval(KafkaMetric metric);

    @Override
    void close();

    @Override
    default Set<String> reconfigurableConfigs() {
        return Set.of();
    }

    @Override
    default void validateReconfiguration(Map<String, ?> configs) throws ConfigException {}

    @Override
    default void reconfigure(Map<String, ?> configs) {}

    /** What the metrics belong to; before {@link #init}. */
    default void contextChange(MetricsContext metricsContext) {}
}
