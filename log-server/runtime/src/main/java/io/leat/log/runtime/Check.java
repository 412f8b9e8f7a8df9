package io.leat.log.runtime;

/** Checks of Leat's own invariants. Always on; a failure stops the shard that found it. */
public final class Check {

    private Check() {}

    /** Throws {@link BugException} with {@code message} unless {@code holds}. */
    public static void that(boolean holds, String message) {
        if (!holds) {
            throw new BugException(message);
        }
    }

    /** As {@link #that(boolean, String)}; formats the message only on failure. */
    public static void that(boolean holds, String format, Object... arguments) {
        if (!holds) {
            throw new BugException(String.format(java.util.Locale.ROOT, format, arguments));
        }
    }
}
