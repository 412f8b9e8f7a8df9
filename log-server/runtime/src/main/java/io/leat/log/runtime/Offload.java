package io.leat.log.runtime;

import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs blocking work (fsync, cold reads, compaction, store I/O) off the event loops. Work given to
 * one {@link Lane} runs in order, one at a time; lanes run beside each other.
 */
public interface Offload {

    /** A new lane named {@code name}, with its own order. */
    Lane lane(String name);

    /** An ordered queue of blocking work. */
    interface Lane {

        /**
         * Runs {@code work} off the loops, then {@code done} on {@code loop} with its result or
         * with what it threw.
         */
        <T extends @Nullable Object> void run(
                Callable<T> work,
                EventLoop loop,
                BiConsumer<@Nullable T, @Nullable Throwable> done);
    }
}
