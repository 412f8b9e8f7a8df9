package io.leat.clients.producer;

import io.leat.clients.network.Errors;
import io.leat.common.errors.InterruptException;
import io.leat.common.errors.TimeoutException;
import io.leat.log.runtime.Clock;
import io.leat.log.runtime.Threads;
import java.util.concurrent.CompletableFuture;

/** How application threads wait for the loop. */
record Blocking(Threads threads, Clock clock) {

    /** The result of {@code future}, what it failed with, or TimeoutException. */
    <T> T get(CompletableFuture<T> future, long timeoutMs, String what) {
        if (!future.isDone()) {
            Threads.Signal signal = threads.signal();
            future.whenComplete((value, failure) -> signal.raise());
            long deadline = clock.millis() + timeoutMs;
            while (!future.isDone()) {
                long left = deadline - clock.millis();
                if (left <= 0) {
                    throw new TimeoutException(
                            "Timeout expired after " + timeoutMs + " ms while awaiting " + what);
                }
                await(signal, left);
            }
        }
        try {
            return future.getNow(null);
        } catch (RuntimeException e) {
            throw Errors.unwrap(e);
        }
    }

    private static void await(Threads.Signal signal, long ms) {
        try {
            signal.await(ms);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
