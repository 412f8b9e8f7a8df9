package io.leat.clients.consumer;

import io.leat.common.KafkaException;
import io.leat.common.errors.InterruptException;
import io.leat.common.errors.TimeoutException;
import io.leat.common.errors.WakeupException;
import io.leat.log.runtime.Clock;
import io.leat.log.runtime.Threads;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * How the polling thread waits: for futures that the loop completes, for data, and for a wakeup.
 * Owned by the polling thread, apart from {@link #wakeup} and {@link #raise}.
 */
final class Waiting {

    private static final long LONGEST_MS = 60_000;

    private final Threads.Signal signal;
    private final Clock clock;
    private volatile boolean wakeup;
    private boolean closing;

    Waiting(Threads threads, Clock clock) {
        this.signal = threads.signal();
        this.clock = clock;
    }

    long now() {
        return clock.millis();
    }

    long epochMillis() {
        return clock.epochMillis();
    }

    /** When {@code timeout} from now ends; far away for a very long one. */
    long deadline(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("timeout " + timeout + " is negative");
        }
        long ms =
                timeout.compareTo(Duration.ofDays(100_000)) > 0
                        ? Duration.ofDays(100_000).toMillis()
                        : timeout.toMillis();
        return now() + ms;
    }

    void wakeup() {
        wakeup = true;
        signal.raise();
    }

    void raise() {
        signal.raise();
    }

    /** From now on wakeups are ignored: closing must go on. */
    void closing() {
        closing = true;
    }

    void checkWakeup() {
        if (wakeup && !closing) {
            wakeup = false;
            throw new WakeupException();
        }
    }

    /** Waits until something happens, at most until {@code until}. */
    void sleep(long until) {
        checkWakeup();
        long ms = Math.min(LONGEST_MS, until - now());
        if (ms > 0) {
            await(ms);
        }
        checkWakeup();
    }

    private void await(long ms) {
        try {
            signal.await(ms);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** Makes the end of {@code future} wake the polling thread. */
    <T> CompletableFuture<T> watch(CompletableFuture<T> future) {
        future.whenComplete((result, failure) -> signal.raise());
        return future;
    }

    /** The result of a watched future, or what it failed with, or TimeoutException. */
    <T> T get(CompletableFuture<T> future, long deadline, String what) {
        watch(future);
        while (!future.isDone()) {
            if (now() >= deadline) {
                throw new TimeoutException(what + " took longer than the timeout allows");
            }
            sleep(deadline);
        }
        return done(future);
    }

    /** The result of a future that is done, or what it failed with. */
    static <T> T done(CompletableFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException | CompletionException e) {
            throw unwrap(e);
        }
    }

    private static RuntimeException unwrap(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof RuntimeException known ? known : new KafkaException(cause);
    }
}
