package io.leat.connect.runtime;

import io.leat.clients.consumer.ConsumerRecord;
import io.leat.clients.producer.Producer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.clients.producer.RecordMetadata;
import io.leat.common.header.Header;
import io.leat.common.header.Headers;
import io.leat.connect.errors.ConnectException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The dead letter queue of a sink task: records that were skipped, as they were, with headers that
 * say why (KIP-298). Owned by the task's thread.
 *
 * <p>{@link #flush} comes before offsets are committed, so that no skipped record gets lost. After
 * a crash in between one may be there twice.
 */
final class DeadLetters implements AutoCloseable {

    private static final String PREFIX = "__connect.errors.";

    private final TaskId id;
    private final @Nullable String topic;
    private final boolean explained;
    private final Supplier<Producer<byte[], byte[]>> producers;
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();
    private @Nullable Producer<byte[], byte[]> producer;

    /** Without a topic, records are skipped without a trace; the producer is made when needed. */
    DeadLetters(
            TaskId id, ConnectorConfig connector, Supplier<Producer<byte[], byte[]>> producers) {
        this.id = id;
        this.topic = connector.deadLetterTopic();
        this.explained = connector.deadLettersHaveHeaders();
        this.producers = producers;
    }

    /** Names a record for people. */
    static String place(ConsumerRecord<?, ?> record) {
        return record.topic() + "-" + record.partition() + "@" + record.offset();
    }

    boolean isThere() {
        return topic != null;
    }

    /** The future is done when the record is in the log. */
    Future<RecordMetadata> send(ConsumerRecord<byte[], byte[]> record, FailedStep failure) {
        if (topic == null) {
            return CompletableFuture.completedFuture(null);
        }
        if (producer == null) {
            producer = producers.get();
        }
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(topic, null, record.timestamp(), record.key(), record.value());
        for (Header header : record.headers()) {
            letter.headers().add(header);
        }
        if (explained) {
            explain(letter.headers(), record, failure);
        }
        Future<RecordMetadata> future = producer.send(letter);
        sent.add(future);
        return future;
    }

    private void explain(Headers headers, ConsumerRecord<?, ?> record, FailedStep failure) {
        add(headers, "topic", record.topic());
        add(headers, "partition", Integer.toString(record.partition()));
        add(headers, "offset", Long.toString(record.offset()));
        add(headers, "connector.name", id.connector());
        add(headers, "task.id", Integer.toString(id.task()));
        add(headers, "stage", failure.stage().name());
        add(headers, "class.name", failure.culprit().getName());
        Throwable reason = failure.reason();
        add(headers, "exception.class.name", reason.getClass().getName());
        add(headers, "exception.message", reason.getMessage());
        StringWriter trace = new StringWriter();
        reason.printStackTrace(new PrintWriter(trace));
        add(headers, "exception.stacktrace", trace.toString());
    }

    private static void add(Headers headers, String name, @Nullable String value) {
        headers.add(PREFIX + name, value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }

    /** Waits until all that was sent is in the log. */
    void flush() throws InterruptedException {
        try {
            if (producer != null) {
                producer.flush();
            }
            for (Future<RecordMetadata> future : sent) {
                future.get();
            }
            sent.clear();
        } catch (ExecutionException e) {
            throw new ConnectException(
                    "cannot write to the dead letter queue "
                            + topic
                            + " of sink "
                            + id.connector()
                            + ": "
                            + Causes.of(e).getMessage(),
                    Causes.of(e));
        }
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close();
        }
    }
}
