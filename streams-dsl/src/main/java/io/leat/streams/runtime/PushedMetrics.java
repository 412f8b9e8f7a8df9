package io.leat.streams.runtime;

import io.leat.common.MetricName;
import io.leat.common.metrics.KafkaMetric;
import io.leat.common.metrics.MetricsReporter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a client push metrics of the application along with its own (KIP-1076): the consumer of a
 * thread those of that thread, the admin client those of the instance. Called under the lock of the
 * metrics.
 *
 * @param mine which metrics
 */
record PushedMetrics(
        Predicate<MetricName> mine, Consumer<KafkaMetric> push, Consumer<KafkaMetric> pushNoMore)
        implements MetricsReporter {

    private static final Logger LOG = LoggerFactory.getLogger(PushedMetrics.class);

    /** Those that are recorded by one of {@code threads}. */
    static Predicate<MetricName> ofThreads(Set<String> threads) {
        return name -> threads.contains(name.tags().getOrDefault("thread-id", ""));
    }

    /** Those of the instance as a whole. */
    static boolean ofInstance(MetricName name) {
        return name.group().equals("stream-metrics");
    }

    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public void init(List<KafkaMetric> metrics) {
        metrics.forEach(this::metricChange);
    }

    @Override
    public void metricChange(KafkaMetric metric) {
        if (mine.test(metric.metricName())) {
            push.accept(metric);
        }
    }

    @Override
    public void metricRemoval(KafkaMetric metric) {
        if (mine.test(metric.metricName())) {
            try {
                pushNoMore.accept(metric);
            } catch (RuntimeException e) {
                // A client of somebody else's making may be closed by now: nothing is lost.
                LOG.atDebug().setCause(e).log("{} is not taken back", metric.metricName());
            }
        }
    }

    @Override
    public void close() {}
}
