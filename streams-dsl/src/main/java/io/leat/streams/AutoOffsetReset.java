package io.leat.streams;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a source begins when its group has no committed offset. */
public class AutoOffsetReset {

    private final String strategy;
    private final Optional<Duration> duration;

    private AutoOffsetReset(String strategy, Optional<Duration> duration) {
        this.strategy = strategy;
        this.duration = duration;
    }

    public static AutoOffsetReset none() {
        return new AutoOffsetReset("none", Optional.empty());
    }

    public static AutoOffsetReset earliest() {
        return new AutoOffsetReset("earliest", Optional.empty());
    }

    public static AutoOffsetReset latest() {
        return new AutoOffsetReset("latest", Optional.empty());
    }

    /** At the records that are not older than {@code duration}. */
    public static AutoOffsetReset byDuration(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("Duration cannot be negative");
        }
        return new AutoOffsetReset("by_duration", Optional.of(duration));
    }

    /** What was said in the former way; for the DSL, too. */
    @SuppressWarnings("deprecation")
    public static @Nullable AutoOffsetReset of(Topology.@Nullable AutoOffsetReset former) {
        if (former == null) {
            return null;
        }
        return former == Topology.AutoOffsetReset.EARLIEST ? earliest() : latest();
    }

    /** One of none, earliest, latest, by_duration. */
    public String strategy() {
        return strategy;
    }

    public Optional<Duration> duration() {
        return duration;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AutoOffsetReset that
                && strategy.equals(that.strategy)
                && duration.equals(that.duration);
    }

    @Override
    public int hashCode() {
        return Objects.hash(strategy, duration);
    }
}
