package io.leat.streams.metrics;

import io.leat.common.Metric;
import io.leat.common.MetricName;
import io.leat.common.metrics.KafkaMetricsContext;
import io.leat.common.metrics.MetricConfig;
import io.leat.common.metrics.MetricValueProvider;
import io.leat.common.metrics.Metrics;
import io.leat.common.metrics.MetricsReporter;
import io.leat.common.metrics.Sensor;
import io.leat.common.metrics.Sensor.RecordingLevel;
import io.leat.common.metrics.stats.Avg;
import io.leat.common.metrics.stats.CumulativeCount;
import io.leat.common.metrics.stats.Max;
import io.leat.common.metrics.stats.Rate;
import io.leat.common.metrics.stats.WindowedCount;
import io.leat.common.utils.Time;
import io.leat.log.runtime.Clock;
import io.leat.streams.StreamsMetrics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The metrics of one application in one process: Leat's own, which are recorded without locks, and
 * the sensors of users. Safe for several threads.
 */
public final class Meters implements StreamsMetrics, AutoCloseable {

    private final Metrics metrics;
    private final MetricConfig config;

    /**
     * @param reporters closed with this
     */
    public Meters(MetricConfig config, List<MetricsReporter> reporters, Clock clock) {
        this.config = config;
        this.metrics =
                new Metrics(
                        config,
                        reporters,
                        new WallClock(clock),
                        new KafkaMetricsContext("kafka.streams"));
    }

    /** For stores that stand alone, as in tests: at level INFO, and time stands still. */
    public static Meters alone() {
        return new Meters(new MetricConfig(), List.of(), new NoClock());
    }

    /** A group with tags: keys and values in turn. */
    public MetricGroup group(RecordingThread thread, String group, String... tags) {
        return new MetricGroup(this, thread, "", Map.of()).part(group, tags);
    }

    /** Whether metrics of {@code level} are recorded. */
    public boolean records(RecordingLevel level) {
        return level.shouldRecord(config.recordLevel().id);
    }

    SampledRecorder recorder(RecordingThread thread) {
        return new SampledRecorder(thread, config);
    }

    MetricName name(String name, String group, String description, Map<String, String> tags) {
        return metrics.metricName(name, group, description, tags);
    }

    /** Whether {@code name} was not there yet. */
    boolean add(MetricName name, MetricValueProvider<?> value) {
        if (metrics.metric(name) != null) {
            return false;
        }
        metrics.addMetric(name, value);
        return true;
    }

    void remove(MetricName name) {
        metrics.removeMetric(name);
    }

    @Override
    public Map<MetricName, ? extends Metric> metrics() {
        return metrics.metrics();
    }

    @Override
    public Sensor addSensor(String name, RecordingLevel recordingLevel) {
        return metrics.sensor(name, recordingLevel);
    }

    @Override
    public Sensor addSensor(String name, RecordingLevel recordingLevel, Sensor... parents) {
        return metrics.sensor(name, recordingLevel, parents);
    }

    @Override
    public Sensor addRateTotalSensor(
            String scopeName,
            String entityName,
            String operationName,
            RecordingLevel recordingLevel,
            String... tags) {
        Scope scope = Scope.of(scopeName, entityName, operationName, tags);
        Sensor sensor = metrics.sensor(scope.sensor(), recordingLevel);
        String what = "operations of " + operationName;
        sensor.add(name(scope, "-rate", what + " a second"), new Rate(new WindowedCount()));
        sensor.add(name(scope, "-total", what + " in all"), new CumulativeCount());
        return sensor;
    }

    @Override
    public Sensor addLatencyRateTotalSensor(
            String scopeName,
            String entityName,
            String operationName,
            RecordingLevel recordingLevel,
            String... tags) {
        Sensor sensor =
                addRateTotalSensor(scopeName, entityName, operationName, recordingLevel, tags);
        Scope scope = Scope.of(scopeName, entityName, operationName, tags);
        String what = "latency of " + operationName;
        sensor.add(name(scope, "-latency-avg", what + ", on average"), new Avg());
        sensor.add(name(scope, "-latency-max", what + ", at most"), new Max());
        return sensor;
    }

    private MetricName name(Scope scope, String ending, String description) {
        return name(scope.operation() + ending, scope.group(), description, scope.tags());
    }

    @Override
    public void removeSensor(Sensor sensor) {
        metrics.removeSensor(sensor.name());
    }

    /**
     * @param reporter closed with this
     */
    public void addReporter(MetricsReporter reporter) {
        metrics.addReporter(reporter);
    }

    /** The reporter, which is closed, hears of nothing more. */
    public void removeReporter(MetricsReporter reporter) {
        metrics.removeReporter(reporter);
    }

    /** Closes the reporters. */
    @Override
    public void close() {
        metrics.close();
    }

    /** Where a sensor of a user belongs. */
    private record Scope(String sensor, String group, String operation, Map<String, String> tags) {

        static Scope of(String scope, String entity, String operation, String... more) {
            if (more.length % 2 != 0) {
                throw new IllegalArgumentException(
                        "Tags are keys and values in turn, but there are " + more.length + ".");
            }
            String thread = Thread.currentThread().getName();
            Map<String, String> tags = new LinkedHashMap<>();
            tags.put("thread-id", thread);
            tags.put(scope + "-id", entity);
            for (int i = 0; i < more.length; i += 2) {
                tags.put(more[i], more[i + 1]);
            }
            return new Scope(
                    "external." + thread + ".entity." + entity + ".s." + operation,
                    "stream-" + scope + "-metrics",
                    operation,
                    tags);
        }
    }

    /** Time that stands still. */
    private static final class NoClock implements Clock {

        @Override
        public long nanos() {
            return 0;
        }

        @Override
        public long epochMillis() {
            return 0;
        }
    }

    /** The wall clock, as sensors want it. */
    private record WallClock(Clock clock) implements Time {

        @Override
        public long milliseconds() {
            return clock.epochMillis();
        }

        @Override
        public long nanoseconds() {
            return clock.nanos();
        }

        @Override
        public void sleep(long ms) {
            throw new UnsupportedOperationException("metrics do not wait");
        }
    }
}
