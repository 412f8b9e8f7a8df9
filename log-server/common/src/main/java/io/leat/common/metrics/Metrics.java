package io.leat.common.metrics;

import io.leat.common.MetricName;
import io.leat.common.metrics.Sensor.RecordingLevel;
import io.leat.common.utils.Time;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A set of sensors and metrics, and those who report them. Safe for several threads. */
public final class Metrics implements Closeable {

    private final MetricConfig config;
    private final Time time;
    private final List<MetricsReporter> reporters;
    private final Map<MetricName, KafkaMetric> metrics = new ConcurrentHashMap<>();
    private final Map<String, Sensor> sensors = new ConcurrentHashMap<>();
    private final Map<Sensor, List<Sensor>> children = new ConcurrentHashMap<>();

    public Metrics(MetricConfig defaultConfig, Time time) {
        this(defaultConfig, List.of(), time, new KafkaMetricsContext(""));
    }

    /**
     * @param reporters closed with this
     */
    public Metrics(
            MetricConfig defaultConfig,
            List<MetricsReporter> reporters,
            Time time,
            MetricsContext context) {
        this.config = defaultConfig;
        this.time = time;
        this.reporters = new ArrayList<>(reporters);
        reporters.forEach(
                reporter -> {
                    reporter.contextChange(context);
                    reporter.init(List.of());
                });
    }

    /** How metrics are taken unless something else is said. */
    public MetricConfig config() {
        return config;
    }

    /** A name with the tags that all metrics have, and {@code tags}. */
    public MetricName metricName(
            String name, String group, String description, Map<String, String> tags) {
        Map<String, String> all = new LinkedHashMap<>(config.tags());
        all.putAll(tags);
        return new MetricName(name, group, description, all);
    }

    public @Nullable Sensor getSensor(String name) {
        return sensors.get(name);
    }

    public Sensor sensor(String name) {
        return sensor(name, RecordingLevel.INFO);
    }

    public Sensor sensor(String name, Sensor... parents) {
        return sensor(name, RecordingLevel.INFO, parents);
    }

    /** The sensor of that name, made if there is none. */
    public Sensor sensor(String name, RecordingLevel recordingLevel, Sensor... parents) {
        return sensor(name, config, Long.MAX_VALUE / 1000, recordingLevel, parents);
    }

    /**
     * The same.
     *
     * @param inactiveSensorExpirationTimeSeconds after that time without a value it takes no more
     */
    public synchronized Sensor sensor(
            String name,
            MetricConfig config,
            long inactiveSensorExpirationTimeSeconds,
            RecordingLevel recordingLevel,
            Sensor... parents) {
        Sensor known = sensors.get(name);
        if (known != null) {
            return known;
        }
        Sensor made =
                new Sensor(
                        this,
                        name,
                        List.of(parents),
                        config,
                        time,
                        recordingLevel,
                        inactiveSensorExpirationTimeSeconds * 1000);
        sensors.put(name, made);
        for (Sensor parent : parents) {
            children.computeIfAbsent(parent, first -> new ArrayList<>()).add(made);
        }
        return made;
    }

    /** Takes a sensor away, with its metrics and its children. */
    public void removeSensor(String name) {
        Sensor sensor = sensors.get(name);
        if (sensor == null) {
            return;
        }
        List<Sensor> orphans;
        synchronized (this) {
            if (!sensors.remove(name, sensor)) {
                return;
            }
            sensor.metricNames().forEach(this::removeMetric);
            for (Sensor parent : sensor.parents()) {
                children.getOrDefault(parent, new ArrayList<>()).remove(sensor);
            }
            List<Sensor> own = children.remove(sensor);
            orphans = own == null ? List.of() : own;
        }
        orphans.forEach(child -> removeSensor(child.name()));
    }

    public void addMetric(MetricName metricName, MetricValueProvider<?> valueProvider) {
        addMetric(metricName, config, valueProvider);
    }

    /**
     * @throws IllegalArgumentException if there is one of that name
     */
    public void addMetric(
            MetricName metricName, MetricConfig config, MetricValueProvider<?> valueProvider) {
        register(new KafkaMetric(new Object(), metricName, valueProvider, config, time));
    }

    synchronized void register(KafkaMetric metric) {
        if (metrics.putIfAbsent(metric.metricName(), metric) != null) {
            throw new IllegalArgumentException(
                    "A metric named '" + metric.metricName() + "' is there already.");
        }
        reporters.forEach(reporter -> reporter.metricChange(metric));
    }

    /** Takes a metric away; null if there is none of that name. */
    public synchronized @Nullable KafkaMetric removeMetric(MetricName metricName) {
        KafkaMetric removed = metrics.remove(metricName);
        if (removed != null) {
            reporters.forEach(reporter -> reporter.metricRemoval(removed));
        }
        return removed;
    }

    public synchronized void addReporter(MetricsReporter reporter) {
        reporter.init(List.copyOf(metrics.values()));
        reporters.add(reporter);
    }

    public synchronized void removeReporter(MetricsReporter reporter) {
        if (reporters.remove(reporter)) {
            reporter.close();
        }
    }

    /** All metrics there are, a view. */
    public Map<MetricName, KafkaMetric> metrics() {
        return Collections.unmodifiableMap(metrics);
    }

    public synchronized List<MetricsReporter> reporters() {
        return List.copyOf(reporters);
    }

    public @Nullable KafkaMetric metric(MetricName metricName) {
        return metrics.get(metricName);
    }

    /** Closes the reporters. */
    @Override
    public synchronized void close() {
        reporters.forEach(MetricsReporter::close);
        reporters.clear();
    }
}
