package io.leat.clients.producer;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The end of one record, with the callback to tell: a view on its batch, without state of its own.
 * It is the one object that a send allocates.
 */
final class SendFuture implements Future<RecordMetadata> {

    private final ProducerBatch batch;
    private final int index;
    private final long timestamp;
    private final int keySize;
    private final int valueSize;
    private final Callback callback;

    SendFuture(
            ProducerBatch batch,
            int index,
            long timestamp,
            int keySize,
            int valueSize,
            Callback callback) {
        this.batch = batch;
        this.index = index;
        this.timestamp = timestamp;
        this.keySize = keySize;
        this.valueSize = valueSize;
        this.callback = callback;
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
        return valueOrError(batch.await(index, TimeUnit.DAYS.toMillis(10_000)));
    }

    @Override
    public RecordMetadata get(long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        long ms = Math.min(unit.toMillis(timeout), Integer.MAX_VALUE);
        BatchResult outcome = batch.await(index, ms);
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
        return metadata(outcome);
    }

    /** Index of the record in the batch it was appended to. */
    int index() {
        return index;
    }

    /** Tells the callback, which there must be. */
    void runCallback(BatchResult outcome) {
        callback.onCompletion(metadata(outcome), outcome.error());
    }

    private RecordMetadata metadata(BatchResult outcome) {
        return batch.metadata(outcome, batch.indexInSent(index), timestamp, keySize, valueSize);
    }
}
