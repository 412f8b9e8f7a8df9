package io.leat.common.metrics;

import io.leat.common.metrics.Sensor.RecordingLevel;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How metrics are taken. Filled by one thread, then read by any. */
public class MetricConfig {

    public static final int DEFAULT_NUM_SAMPLES = 2;

    private int samples = DEFAULT_NUM_SAMPLES;
    private long eventWindow = Long.MAX_VALUE;
    private long timeWindowMs = TimeUnit.SECONDS.toMillis(30);
    private Map<String, String> tags = Map.of();
    private RecordingLevel recordLevel = RecordingLevel.INFO;

    /** After how many values a new sample begins. */
    public long eventWindow() {
        return eventWindow;
    }

    public MetricConfig eventWindow(long window) {
        eventWindow = window;
        return this;
    }

    /** After what time a new sample begins. */
    public long timeWindowMs() {
        return timeWindowMs;
    }

    public MetricConfig timeWindow(long window, TimeUnit unit) {
        timeWindowMs = unit.toMillis(window);
        return this;
    }

    /** Tags that all metrics have. */
    public Map<String, String> tags() {
        return tags;
    }

    public MetricConfig tags(Map<String, String> tags) {
        this.tags = tags;
        return this;
    }

    /** How many samples statistics look back on. */
    public int samples() {
        return samples;
    }

    /**
     * @throws IllegalArgumentException for less than one
     */
    public MetricConfig samples(int samples) {
        if (samples < 1) {
            throw new IllegalArgumentException("The number of samples must be at least 1.");
        }
        this.samples = samples;
        return this;
    }

    /** What is recorded: sensors of this level and those above it. */
    public RecordingLevel recordLevel() {
        return recordLevel;
    }

    public MetricConfig recordLevel(RecordingLevel recordingLevel) {
        recordLevel = recordingLevel;
        return this;
    }
}
