package io.leat.streams.kstream;

import java.time.Duration;
import java.time.Instant;

/** Turns spans of time into milliseconds, and says which argument cannot be turned. */
final class Durations {

    private Durations() {}

    static long millis(Duration duration, String name) {
        try {
            return present(duration, name).toMillis();
        } catch (ArithmeticException e) {
            throw tooLarge(name, e);
        }
    }

    static long millis(Instant instant, String name) {
        try {
            return present(instant, name).toEpochMilli();
        } catch (ArithmeticException e) {
            throw tooLarge(name, e);
        }
    }

    /** {@code value} unless it is negative. */
    static long notNegative(long value, String name) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " cannot be negative.");
        }
        return value;
    }

    private static <T> T present(T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException(name + " cannot be null.");
        }
        return value;
    }

    private static IllegalArgumentException tooLarge(String name, ArithmeticException cause) {
        return new IllegalArgumentException(name + " does not fit milliseconds in a long.", cause);
    }
}
