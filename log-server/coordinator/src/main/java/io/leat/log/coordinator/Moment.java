package io.leat.log.coordinator;

import io.leat.log.runtime.Clock;

/**
 * When a decision is made. Immutable.
 *
 * @param millis monotonic, for timeouts
 * @param epochMillis wall clock, for what is written into records
 */
public record Moment(long millis, long epochMillis) {

    public static Moment of(Clock clock) {
        return new Moment(clock.millis(), clock.epochMillis());
    }
}
