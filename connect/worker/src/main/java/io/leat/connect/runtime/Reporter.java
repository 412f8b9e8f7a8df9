package io.leat.connect.runtime;

import io.leat.clients.producer.RecordMetadata;
import io.leat.connect.errors.ConnectException;
import io.leat.connect.sink.ErrantRecordReporter;
import io.leat.connect.sink.SinkRecord;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Takes the records that a sink task itself finds bad (KIP-610). Owned by the task's thread. */
final class Reporter implements ErrantRecordReporter {

    private final ErrorPolicy errors;
    private final DeadLetters deadLetters;
    private final Class<?> task;

    Reporter(ErrorPolicy errors, DeadLetters deadLetters, Class<?> task) {
        this.errors = errors;
        this.deadLetters = deadLetters;
        this.task = task;
    }

    @Override
    public Future<Void> report(SinkRecord record, Throwable error) {
        if (!(record instanceof DeliveredRecord delivered)) {
            throw new ConnectException(
                    "the worker did not give this record to the task: " + record);
        }
        FailedStep failure = new FailedStep(FailedStep.Stage.TASK_PUT, task, error);
        errors.tolerate(failure, "at " + DeadLetters.place(delivered.origin()), record);
        return new Written(deadLetters.send(delivered.origin(), failure));
    }

    /** Hides what the log said about the record. */
    private record Written(Future<RecordMetadata> letter) implements Future<Void> {
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
            return letter.isDone();
        }

        @Override
        public Void get() throws InterruptedException, ExecutionException {
            letter.get();
            return null;
        }

        @Override
        public Void get(long timeout, TimeUnit unit)
                throws InterruptedException, ExecutionException, TimeoutException {
            letter.get(timeout, unit);
            return null;
        }
    }
}
