package io.leat.streams.runtime;

import io.leat.clients.consumer.ConsumerGroupMetadata;
import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.clients.producer.Callback;
import io.leat.clients.producer.Producer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.KafkaException;
import io.leat.common.PartitionInfo;
import io.leat.common.TopicPartition;
import io.leat.streams.errors.ErrorHandlerContext;
import io.leat.streams.errors.ProductionExceptionHandler;
import io.leat.streams.errors.StreamsException;
import io.leat.streams.task.Output;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Sends what the tasks of one thread write, in one transaction a commit where exactly-once is asked
 * for. Owned by the stream thread; acknowledgements come from the producer's loop.
 */
final class ProducerOutput implements Output, AutoCloseable {

    private final Producer<byte[], byte[]> producer;
    private final boolean exactlyOnce;
    private final FailedSends judge;
    private final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();
    private final Queue<FailedSend> failures = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> partitionCounts = new HashMap<>();
    private boolean inTransaction;

    ProducerOutput(
            Producer<byte[], byte[]> producer,
            boolean exactlyOnce,
            ProductionExceptionHandler handler) {
        this.producer = producer;
        this.exactlyOnce = exactlyOnce;
        this.judge = new FailedSends(handler, exactlyOnce);
        if (exactlyOnce) {
            producer.initTransactions();
        }
    }

    @Override
    public void send(ProducerRecord<byte[], byte[]> record, ErrorHandlerContext context) {
        send(record, context, false);
    }

    @Override
    public void log(ProducerRecord<byte[], byte[]> change, ErrorHandlerContext context) {
        TopicPartition changelog = new TopicPartition(change.topic(), change.partition());
        handOver(
                change,
                (metadata, exception) -> {
                    if (exception != null) {
                        failures.add(new FailedSend(change, context, exception, false));
                    } else {
                        positions.merge(changelog, metadata.offset() + 1, Math::max);
                    }
                });
    }

    private void send(
            ProducerRecord<byte[], byte[]> record,
            ErrorHandlerContext context,
            boolean deadLetter) {
        handOver(
                record,
                (metadata, exception) -> {
                    if (exception != null) {
                        failures.add(new FailedSend(record, context, exception, deadLetter));
                    }
                });
    }

    /** A transaction with a failed record takes no more: {@link #check} tells why. */
    private void handOver(ProducerRecord<byte[], byte[]> record, Callback callback) {
        if (exactlyOnce && !failures.isEmpty()) {
            return;
        }
        begin();
        try {
            producer.send(record, callback);
        } catch (KafkaException e) {
            if (failures.isEmpty()) {
                throw e;
            }
        }
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

    /** Commits what was sent and flushed together with {@code offsets}, in one transaction. */
    void commitTransaction(
            Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
        begin();
        producer.sendOffsetsToTransaction(offsets, group);
        producer.commitTransaction();
        inTransaction = false;
    }

    /** Waits until everything sent is acknowledged, or left out by the handler's leave. */
    void flush() {
        do {
            producer.flush();
        } while (check());
    }

    /**
     * Asks the handler about the records that could not be sent; whether others were sent instead.
     *
     * @throws StreamsException if the application cannot go on
     */
    boolean check() {
        boolean sent = false;
        FailedSend failed = failures.poll();
        while (failed != null) {
            FailedSends.Verdict verdict = judge.judge(failed);
            for (ProducerRecord<byte[], byte[]> dead : verdict.deadLetters()) {
                send(dead, failed.context(), true);
                sent = true;
            }
            StreamsException end = verdict.end();
            if (end != null) {
                if (sent) {
                    producer.flush();
                }
                throw end;
            }
            failed = failures.poll();
        }
        return sent;
    }

    boolean inTransaction() {
        return inTransaction;
    }

    /** The offset after the last acknowledged change of {@code changelog}; -1 if there is none. */
    long position(TopicPartition changelog) {
        return positions.getOrDefault(changelog, -1L);
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
