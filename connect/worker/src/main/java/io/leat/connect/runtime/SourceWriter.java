package io.leat.connect.runtime;

import io.leat.clients.producer.Producer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.clients.producer.RecordMetadata;
import io.leat.common.KafkaException;
import io.leat.common.errors.InvalidProducerEpochException;
import io.leat.common.errors.ProducerFencedException;
import io.leat.common.errors.TimeoutException;
import io.leat.connect.errors.ConnectException;
import io.leat.connect.source.SourceRecord;
import io.leat.connect.source.SourceTask;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes records and source offsets. With exactly-once both are in one transaction; else the
 * offsets follow when the records are acknowledged. Owned by the task's thread.
 *
 * <pre>
 *   empty --add--> open --commit--> empty
 *                    \----abort---> empty (the offsets are committed alone)
 * </pre>
 */
final class SourceWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SourceWriter.class);
    private static final int COMMIT_ATTEMPTS = 3;

    private final TaskId id;
    private final SourceTask task;
    private final Producer<byte[], byte[]> producer;
    private final OffsetStore offsets;
    private final boolean transactional;

    private final List<Sent> sent = new ArrayList<>();
    private final Map<Map<String, Object>, @Nullable Map<String, Object>> reached =
            new LinkedHashMap<>();
    private boolean inTransaction;

    /** A source record on its way; without a future when it was dropped. */
    private record Sent(SourceRecord record, @Nullable Future<RecordMetadata> future) {}

    SourceWriter(
            TaskId id,
            SourceTask task,
            Producer<byte[], byte[]> producer,
            OffsetStore offsets,
            boolean transactional) {
        this.id = id;
        this.task = task;
        this.producer = producer;
        this.offsets = offsets;
        this.transactional = transactional;
    }

    /** Sends {@code converted}, which was made of {@code record}; null when it was dropped. */
    void add(SourceRecord record, @Nullable ProducerRecord<byte[], byte[]> converted) {
        begin();
        sent.add(new Sent(record, converted == null ? null : producer.send(converted)));
        if (record.sourcePartition() != null && record.sourceOffset() != null) {
            reached.put(
                    new HashMap<>(record.sourcePartition()), new HashMap<>(record.sourceOffset()));
        }
    }

    private void begin() {
        if (transactional && !inTransaction) {
            producer.beginTransaction();
            inTransaction = true;
        }
    }

    /** Makes everything added so far, and where it came from, visible at once. */
    void commit() throws InterruptedException {
        if (sent.isEmpty()) {
            return;
        }
        try {
            if (!transactional) {
                producer.flush();
                for (Sent one : sent) {
                    metadata(one);
                }
            }
            commitOffsets();
            for (Sent one : sent) {
                task.commitRecord(one.record(), metadata(one));
            }
        } catch (KafkaException | ExecutionException e) {
            throw failure(e);
        }
        sent.clear();
        reached.clear();
        task.commit();
    }

    /** Throws away what was added, and makes its offsets the committed ones. */
    void abort() throws InterruptedException {
        if (sent.isEmpty()) {
            return;
        }
        producer.abortTransaction();
        inTransaction = false;
        sent.replaceAll(one -> new Sent(one.record(), null));
        commit();
    }

    private void commitOffsets() throws InterruptedException, ExecutionException {
        Map<Map<String, Object>, @Nullable Map<String, Object>> all =
                task.updateOffsets(new LinkedHashMap<>(reached)).orElse(reached);
        if (transactional) {
            begin();
            all.forEach((partition, offset) -> producer.send(offsets.write(partition, offset)));
            commitTransaction();
            return;
        }
        List<Future<RecordMetadata>> written = new ArrayList<>();
        all.forEach(
                (partition, offset) ->
                        written.add(producer.send(offsets.write(partition, offset))));
        producer.flush();
        for (Future<RecordMetadata> future : written) {
            future.get();
        }
    }

    /** A commit that timed out may have happened: asking again ends the same transaction. */
    private void commitTransaction() {
        for (int attempt = 1; ; attempt++) {
            try {
                producer.commitTransaction();
                inTransaction = false;
                return;
            } catch (TimeoutException e) {
                if (attempt == COMMIT_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static @Nullable RecordMetadata metadata(Sent one)
            throws InterruptedException, ExecutionException {
        Future<RecordMetadata> future = one.future();
        return future == null ? null : future.get();
    }

    /** Names the record that could not be written, when it is one. */
    private ConnectException failure(Exception cause) throws InterruptedException {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof ProducerFencedException
                    || at instanceof InvalidProducerEpochException) {
                return new ConnectException(
                        "another worker runs task "
                                + id
                                + ", and fenced this one. Run each connector in one worker, or give"
                                + " each worker a group.id of its own.",
                        cause);
            }
        }
        for (Sent one : sent) {
            try {
                if (one.future() != null && one.future().isDone()) {
                    one.future().get();
                }
            } catch (ExecutionException e) {
                return new ConnectException(
                        "cannot write the record from "
                                + one.record().sourcePartition()
                                + " at "
                                + one.record().sourceOffset()
                                + " to topic "
                                + one.record().topic()
                                + ": "
                                + Causes.of(e).getMessage(),
                        Causes.of(e));
            }
        }
        return new ConnectException(
                "cannot commit the records of task " + id + ": " + cause.getMessage(), cause);
    }

    /** Closes the producer; aborts what is open, for nobody shall wait for its timeout. */
    @Override
    public void close() {
        try {
            if (inTransaction) {
                producer.abortTransaction();
            }
        } catch (RuntimeException e) {
            // Fenced, or the server is away: then the next run or the timeout ends it.
            LOG.atDebug().addKeyValue("task", id).setCause(e).log("transaction left open");
        } finally {
            producer.close();
        }
    }
}
