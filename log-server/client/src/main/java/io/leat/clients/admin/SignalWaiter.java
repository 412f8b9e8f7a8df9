package io.leat.clients.admin;

import io.leat.common.KafkaFuture;
import io.leat.log.runtime.Threads;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Waits for futures of the admin client through the ports, so that in a simulation waiting lets
 * virtual time pass. Used by application threads.
 */
record SignalWaiter(Threads threads) implements KafkaFuture.Waiter {

    @Override
    public void await(CompletionStage<?> stage, long timeoutNanos) throws InterruptedException {
        Threads.Signal done = threads.signal();
        stage.whenComplete((value, failure) -> done.raise());
        long ms = TimeUnit.NANOSECONDS.toMillis(timeoutNanos);
        done.await(ms == Long.MAX_VALUE / 1_000_000 ? TimeUnit.DAYS.toMillis(10_000) : ms + 1);
    }
}
