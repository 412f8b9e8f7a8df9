package io.leat.streams.state;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Turns times into milliseconds, and says which argument cannot be turned. */
final class Times {

    private Times() {}

    static long millis(@Nullable Instant instant, String name) {
        try {
            return present(instant, name).toEpochMilli();
        } catch (ArithmeticException e) {
            throw tooLarge(name, e);
        }
    }

    static long millis(@Nullable Duration duration, String name) {
        try {
            return present(duration, name).toMillis();
        } catch (ArithmeticException e) {
            throw tooLarge(name, e);
        }
    }

    private static <T> T present(@Nullable T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException(name + " cannot be null.");
        }
        return value;
    }

    private static IllegalArgumentException tooLarge(String name, ArithmeticException cause) {
        return new IllegalArgumentException(name + " does not fit milliseconds in a long.", cause);
    }
}
