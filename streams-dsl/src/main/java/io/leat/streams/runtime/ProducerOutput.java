package io.leat.streams.runtime;

import io.leat.clients.consumer.ConsumerGroupMetadata;
import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.clients.producer.Producer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.PartitionInfo;
import io.leat.common.TopicPartition;
import io.leat.streams.errors.ErrorHandlerContext;
import io.leat.streams.errors.ProductionExceptionHandler;
import io.leat.streams.errors.ProductionExceptionHandler.Result;
import io.leat.streams.errors.StreamsException;
import io.leat.streams.task.Output;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sends what the tasks of one thread write, in one transaction a commit where exactly-once is asked
 * for. Owned by the stream thread; acknowledgements come from the producer's loop.
 */
final class ProducerOutput implements Output, AutoCloseable {

    private final Producer<byte[], byte[]> producer;
    private final boolean exactlyOnce;
    private final ProductionExceptionHandler handler;
    private final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final Map<String, Integer> partitionCounts = new HashMap<>();
    private boolean inTransaction;

    ProducerOutput(
            Producer<byte[], byte[]> producer,
            boolean exactlyOnce,
            ProductionExceptionHandler handler) {
        this.producer = producer;
        this.exactlyOnce = exactlyOnce;
        this.handler = handler;
        if (exactlyOnce) {
            producer.initTransactions();
        }
    }

    @Override
    public void send(ProducerRecord<byte[], byte[]> record, ErrorHandlerContext context) {
        begin();
        producer.send(
                record,
                (metadata, exception) -> {
                    if (exception != null && !tolerated(record, context, exception)) {
                        failure.compareAndSet(null, exception);
                    }
                });
    }

    private boolean tolerated(
            ProducerRecord<byte[], byte[]> record, ErrorHandlerContext context, Exception failed) {
        // In a transaction nothing can be left out: the whole of it fails.
        return !exactlyOnce
                && handler.handleError(context, record, failed).result() == Result.RESUME;
    }

    @Override
    public void log(TopicPartition changelog, long timestamp, byte[] key, byte @Nullable [] value) {
        begin();
        producer.send(
                new ProducerRecord<>(
                        changelog.topic(), changelog.partition(), timestamp, key, value),
                (metadata, exception) -> {
                    if (exception != null) {
                        failure.compareAndSet(null, exception);
                    } else {
                        positions.merge(changelog, metadata.offset() + 1, Math::max);
                    }
                });
    }

    private void begin() {
        if (exactlyOnce && !inTransaction) {
            producer.beginTransaction();
            inTransaction = true;
        }
    }

    @Override
    public int partitions(String topic) {
        return partitionCounts.computeIfAbsent(
                topic,
                name -> {
                    List<PartitionInfo> found = producer.partitionsFor(name);
                    return found == null ? 1 : Math.max(1, found.size());
                });
    }

    /** Commits what was sent together with {@code offsets}, in one transaction. */
    void commitTransaction(
            Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
        begin();
        producer.sendOffsetsToTransaction(offsets, group);
        producer.commitTransaction();
        inTransaction = false;
        check();
    }

    /** Waits until everything sent is acknowledged. */
    void flush() {
        producer.flush();
        check();
    }

    void check() {
        Exception failed = failure.get();
        if (failed instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (failed != null) {
            throw new StreamsException("a record could not be written: " + failed, failed);
        }
    }

    boolean inTransaction() {
        return inTransaction;
    }

    /** The offsets after the last acknowledged change of each changelog since the last call. */
    Map<TopicPartition, Long> takePositions() {
        Map<TopicPartition, Long> taken = new HashMap<>(positions);
        positions.clear();
        return taken;
    }

    /** Aborts an open transaction if that is still possible, and lets go of the producer. */
    @Override
    public void close() {
        try {
            if (inTransaction) {
                producer.abortTransaction();
            }
        } catch (RuntimeException e) {
            // Fenced, or the server is gone: whoever comes next aborts it, or its timeout does.
            inTransaction = false;
        } finally {
            producer.close(java.time.Duration.ofSeconds(5));
        }
    }
}
