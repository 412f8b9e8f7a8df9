package io.leat.clients.producer;

import io.leat.log.runtime.Clock;
import io.leat.log.runtime.Threads;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The end of one record: a view on its batch, without state of its own. */
final class SendFuture implements Future<RecordMetadata> {

    /** What waiting needs. */
    record Waits(Threads threads, Clock clock) {}

    private final ProducerBatch batch;
    private final int index;
    private final long timestamp;
    private final int keySize;
    private final int valueSize;
    private final Waits waits;

    SendFuture(
            ProducerBatch batch,
            int index,
            long timestamp,
            int keySize,
            int valueSize,
            Waits waits) {
        this.batch = batch;
        this.index = index;
        this.timestamp = timestamp;
        this.keySize = keySize;
        this.valueSize = valueSize;
        this.waits = waits;
    }

    /** Always false: what was queued cannot be taken back. */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return false;
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public boolean isDone() {
        return batch.resultOf(index) != null;
    }

    @Override
    public RecordMetadata get() throws InterruptedException, ExecutionException {
        long never = waits.clock.millis() + TimeUnit.DAYS.toMillis(10_000);
        return valueOrError(batch.await(index, waits.threads, waits.clock, never));
    }

    @Override
    public RecordMetadata get(long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        long deadline = waits.clock.millis() + Math.min(unit.toMillis(timeout), Integer.MAX_VALUE);
        BatchResult outcome = batch.await(index, waits.threads, waits.clock, deadline);
        if (outcome == null) {
            throw new TimeoutException(
                    "The record was not acknowledged within " + timeout + " " + unit);
        }
        return valueOrError(outcome);
    }

    private RecordMetadata valueOrError(BatchResult outcome) throws ExecutionException {
        if (outcome.error() != null) {
            throw new ExecutionException(outcome.error());
        }
        return batch.metadata(outcome, batch.indexInSent(index), timestamp, keySize, valueSize);
    }
}
