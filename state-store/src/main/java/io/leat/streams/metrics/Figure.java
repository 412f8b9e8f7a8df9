package io.leat.streams.metrics;

import java.util.Locale;

/** What is read off a {@link Recorder}; a metric ends with it. */
public enum Figure {
    RATE(" a second"),
    TOTAL(" in all"),
    AVG(", on average"),
    MAX(", at most"),
    MIN(", at least"),
    /** The share of its time that a thread spends with something. */
    RATIO(", as a share of the time");

    private final String words;

    Figure(String words) {
        this.words = words;
    }

    String name(String subject) {
        return subject + "-" + name().toLowerCase(Locale.ROOT);
    }

    String description(String subject) {
        return subject + words;
    }

    double read(SampledRecorder recorder, long nowMs) {
        return switch (this) {
            case RATE -> recorder.ratePerSecond(nowMs);
            case TOTAL -> recorder.total();
            case AVG -> recorder.mean(nowMs);
            case MAX -> recorder.max(nowMs);
            case MIN -> recorder.min(nowMs);
            case RATIO -> recorder.shareOfTime(nowMs);
        };
    }
}
