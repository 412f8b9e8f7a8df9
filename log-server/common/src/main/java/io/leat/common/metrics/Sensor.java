package io.leat.common.metrics;

import io.leat.common.MetricName;
import io.leat.common.utils.Time;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Takes values and hands them to its statistics, each of which is a metric, and to its parents.
 * Safe for several threads.
 *
 * <pre>{@code
 * Sensor sensor = metrics.addSensor("sizes", RecordingLevel.INFO);
 * sensor.add(new MetricName("size-max", "my-metrics", "The largest", Map.of()), new Max());
 * sensor.record(17);
 * }</pre>
 */
public final class Sensor {

    /** From which level of {@code metrics.recording.level} on a sensor records. */
    public enum RecordingLevel {
        INFO(0, "INFO"),
        DEBUG(1, "DEBUG"),
        TRACE(2, "TRACE");

        public final String name;
        public final short id;

        RecordingLevel(int id, String name) {
            this.id = (short) id;
            this.name = name;
        }

        public static RecordingLevel forId(int id) {
            for (RecordingLevel level : values()) {
                if (level.id == id) {
                    return level;
                }
            }
            throw new IllegalArgumentException("There is no recording level " + id + ".");
        }

        public static RecordingLevel forName(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }

        /** Whether a sensor of this level records when level {@code configId} is set. */
        public boolean shouldRecord(int configId) {
            return id <= configId;
        }
    }

    private final Metrics registry;
    private final String name;
    private final List<Sensor> parents;
    private final MetricConfig config;
    private final Time time;
    private final boolean recording;
    private final long expireAfterMs;
    private final List<Stat> stats = new ArrayList<>();
    private final Map<MetricName, KafkaMetric> metrics = new LinkedHashMap<>();
    private volatile long lastRecordMs;

    Sensor(
            Metrics registry,
            String name,
            List<Sensor> parents,
            MetricConfig config,
            Time time,
            RecordingLevel level,
            long expireAfterMs) {
        this.registry = registry;
        this.name = name;
        this.parents = List.copyOf(parents);
        this.config = config;
        this.time = time;
        this.recording = level.shouldRecord(registry.config().recordLevel().id);
        this.expireAfterMs = expireAfterMs;
        this.lastRecordMs = time.milliseconds();
    }

    public String name() {
        return name;
    }

    List<Sensor> parents() {
        return parents;
    }

    /** Whether what is recorded goes anywhere. */
    public boolean shouldRecord() {
        return recording;
    }

    /** Records that something happened once. */
    public void record() {
        record(1.0);
    }

    public void record(double value) {
        if (recording) {
            record(value, time.milliseconds());
        }
    }

    /**
     * @param timeMs when, in milliseconds since the epoch
     */
    public void record(double value, long timeMs) {
        if (!recording) {
            return;
        }
        lastRecordMs = timeMs;
        synchronized (this) {
            for (Stat stat : stats) {
                stat.record(config, value, timeMs);
            }
        }
        for (Sensor parent : parents) {
            parent.record(value, timeMs);
        }
    }

    /** Adds a statistic of several metrics; false if the sensor has expired. */
    public boolean add(CompoundStat stat) {
        return add(stat, config);
    }

    /** The same, taken as {@code config} says. */
    public synchronized boolean add(CompoundStat stat, MetricConfig config) {
        if (hasExpired()) {
            return false;
        }
        stats.add(stat);
        for (CompoundStat.NamedMeasurable named : stat.stats()) {
            register(named.name(), named.stat(), config);
        }
        return true;
    }

    /** Adds a statistic of one metric; false if the sensor has expired. */
    public boolean add(MetricName metricName, MeasurableStat stat) {
        return add(metricName, stat, config);
    }

    /** The same, taken as {@code config} says. */
    public synchronized boolean add(
            MetricName metricName, MeasurableStat stat, MetricConfig config) {
        if (hasExpired()) {
            return false;
        }
        if (!metrics.containsKey(metricName)) {
            register(metricName, stat, config);
            stats.add(stat);
        }
        return true;
    }

    private void register(MetricName metricName, Measurable stat, MetricConfig config) {
        KafkaMetric metric = new KafkaMetric(this, metricName, stat, config, time);
        registry.register(metric);
        metrics.put(metricName, metric);
    }

    public synchronized boolean hasMetrics() {
        return !metrics.isEmpty();
    }

    /** Whether nothing was recorded for as long as it was to live. */
    public boolean hasExpired() {
        return time.milliseconds() - lastRecordMs > expireAfterMs;
    }

    synchronized List<MetricName> metricNames() {
        return List.copyOf(metrics.keySet());
    }
}
