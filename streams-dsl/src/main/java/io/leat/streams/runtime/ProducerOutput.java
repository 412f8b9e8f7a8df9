package io.leat.streams.runtime;

import io.leat.clients.consumer.ConsumerGroupMetadata;
import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.clients.producer.Callback;
import io.leat.clients.producer.Producer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.clients.producer.RecordMetadata;
import io.leat.common.KafkaException;
import io.leat.common.Metric;
import io.leat.common.MetricName;
import io.leat.common.PartitionInfo;
import io.leat.common.TopicPartition;
import io.leat.common.Uuid;
import io.leat.streams.errors.ErrorHandlerContext;
import io.leat.streams.errors.ProductionExceptionHandler;
import io.leat.streams.errors.StreamsException;
import io.leat.streams.task.Output;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Sends what the tasks of one thread write, in one transaction a commit where exactly-once is asked
 * for. Owned by the stream thread; acknowledgements come from the producer's loop.
 */
final class ProducerOutput implements Output, AutoCloseable {

    private final Producer<byte[], byte[]> producer;
    private final boolean exactlyOnce;
    private final FailedSends judge;
    private final Map<TopicPartition, ChangelogEnd> ends = new HashMap<>();
    private final Queue<FailedSend> failures = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> partitionCounts = new HashMap<>();
    private boolean inTransaction;
    private @Nullable ChangelogEnd lastEnd;

    /** How far a changelog was acknowledged since the last commit; its loop writes, ours reads. */
    private static final class ChangelogEnd {
        private final TopicPartition changelog;
        private volatile long offset = -1;

        ChangelogEnd(TopicPartition changelog) {
            this.changelog = changelog;
        }

        void reached(long next) {
            if (next > offset) {
                offset = next;
            }
        }
    }

    /** What hears of the end of a record; {@code end} is null for records of the application. */
    private record Sent(
            ProducerOutput output,
            ProducerRecord<byte[], byte[]> record,
            ErrorHandlerContext context,
            boolean deadLetter,
            @Nullable ChangelogEnd end)
            implements Callback {

        @Override
        public void onCompletion(RecordMetadata metadata, @Nullable Exception exception) {
            if (exception != null) {
                output.failures.add(new FailedSend(record, context, exception, deadLetter));
            } else if (end != null) {
                end.reached(metadata.offset() + 1);
            }
        }
    }

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

    /** What the producer counts; safe from any thread. */
    Map<MetricName, ? extends Metric> metrics() {
        return producer.metrics();
    }

    /** What brokers call the producer; safe from any thread. */
    Uuid clientInstanceId(Duration timeout) {
        return producer.clientInstanceId(timeout);
    }

    @Override
    public void send(ProducerRecord<byte[], byte[]> record, ErrorHandlerContext context) {
        handOver(record, new Sent(this, record, context, false, null));
    }

    @Override
    public void log(ProducerRecord<byte[], byte[]> change, ErrorHandlerContext context) {
        handOver(change, new Sent(this, change, context, false, end(change)));
    }

    /** The end of the changelog that {@code change} goes to: most often that of the last one. */
    private ChangelogEnd end(ProducerRecord<byte[], byte[]> change) {
        ChangelogEnd last = lastEnd;
        if (last == null
                || last.changelog.partition() != change.partition()
                || !last.changelog.topic().equals(change.topic())) {
            last =
                    ends.computeIfAbsent(
                            new TopicPartition(change.topic(), change.partition()),
                            ChangelogEnd::new);
            lastEnd = last;
        }
        return last;
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
                handOver(dead, new Sent(this, dead, failed.context(), true, null));
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
        ChangelogEnd end = ends.get(changelog);
        return end == null ? -1 : end.offset;
    }

    /** The offsets after the last acknowledged change of each changelog since the last call. */
    Map<TopicPartition, Long> takePositions() {
        Map<TopicPartition, Long> taken = new HashMap<>();
        ends.forEach(
                (changelog, end) -> {
                    if (end.offset >= 0) {
                        taken.put(changelog, end.offset);
                    }
                });
        ends.clear();
        lastEnd = null;
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
