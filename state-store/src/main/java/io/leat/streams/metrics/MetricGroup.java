package io.leat.streams.metrics;

import static io.leat.streams.metrics.Figure.AVG;
import static io.leat.streams.metrics.Figure.MAX;
import static io.leat.streams.metrics.Figure.MIN;
import static io.leat.streams.metrics.Figure.RATE;
import static io.leat.streams.metrics.Figure.TOTAL;

import io.leat.common.MetricName;
import io.leat.common.metrics.Gauge;
import io.leat.common.metrics.Measurable;
import io.leat.common.metrics.MetricValueProvider;
import io.leat.common.metrics.Sensor.RecordingLevel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * Metrics that come and go together, and have group and tags in common. Owned by the thread that
 * records them; gauges are read by any thread.
 */
public final class MetricGroup implements AutoCloseable {

    private final Meters meters;
    private final RecordingThread thread;
    private final String group;
    private final Map<String, String> tags;
    private final List<MetricName> added = new ArrayList<>();
    private final List<MetricGroup> parts = new ArrayList<>();

    MetricGroup(Meters meters, RecordingThread thread, String group, Map<String, String> tags) {
        this.meters = meters;
        this.thread = thread;
        this.group = group;
        this.tags = tags;
    }

    /** A group that goes when this one goes, with more tags: keys and values in turn. */
    public MetricGroup part(String group, String... moreTags) {
        Map<String, String> all = new LinkedHashMap<>(tags);
        for (int i = 0; i < moreTags.length; i += 2) {
            all.put(moreTags[i], moreTags[i + 1]);
        }
        MetricGroup part = new MetricGroup(meters, thread, group, all);
        parts.add(part);
        return part;
    }

    /** Who records in this group. */
    public RecordingThread thread() {
        return thread;
    }

    /** Whether metrics of {@code level} are recorded. */
    public boolean records(RecordingLevel level) {
        return meters.records(level);
    }

    /** Calls: how many, how many a second, and {@code name-latency-avg} and {@code -max}. */
    public Recorder calls(RecordingLevel level, String name, String what, Figure... more) {
        Recorder recorder = counter(level, name, what);
        read(recorder, name, what, more);
        read(recorder, name + "-latency", "latency of " + what, AVG, MAX);
        return recorder;
    }

    /** Counts: {@code name-rate} and {@code name-total}. */
    public Recorder counter(RecordingLevel level, String name, String what) {
        return recorder(level, name, what, RATE, TOTAL);
    }

    /** Measures: {@code name-avg} and {@code name-max}. */
    public Recorder measure(RecordingLevel level, String name, String what) {
        return recorder(level, name, what, AVG, MAX);
    }

    /** Measures: {@code name-avg}, {@code name-min} and {@code name-max}. */
    public Recorder spread(RecordingLevel level, String name, String what) {
        return recorder(level, name, what, AVG, MIN, MAX);
    }

    /** What has {@code figures}, each a metric; {@link Recorder#OFF} if the level is too fine. */
    public Recorder recorder(RecordingLevel level, String name, String what, Figure... figures) {
        if (!records(level)) {
            return Recorder.OFF;
        }
        SampledRecorder recorder = meters.recorder(thread);
        read(recorder, name, what, figures);
        return recorder;
    }

    /** Reads more figures off {@code recorder}, under another name. */
    public void read(Recorder recorder, String name, String what, Figure... figures) {
        if (recorder instanceof SampledRecorder sampled) {
            for (Figure figure : figures) {
                add(
                        figure.name(name),
                        figure.description(what),
                        (Measurable) (config, now) -> figure.read(sampled, now));
            }
        }
    }

    /** A number that is read when somebody asks. */
    public void number(
            RecordingLevel level, String name, String description, DoubleSupplier value) {
        if (records(level)) {
            add(name, description, (Measurable) (config, now) -> value.getAsDouble());
        }
    }

    /** Something else that is read when somebody asks. */
    public void gauge(RecordingLevel level, String name, String description, Supplier<?> value) {
        if (records(level)) {
            add(name, description, (Gauge<Object>) (config, now) -> value.get());
        }
    }

    private void add(String name, String description, MetricValueProvider<?> value) {
        MetricName metric = meters.name(name, group, description, tags);
        if (meters.add(metric, value)) {
            added.add(metric);
        }
    }

    /** Takes the metrics away. */
    @Override
    public void close() {
        parts.forEach(MetricGroup::close);
        added.forEach(meters::remove);
        added.clear();
        parts.clear();
    }
}
