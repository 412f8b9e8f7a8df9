package io.leat.streams.task;

import io.leat.clients.consumer.ConsumerRecord;
import io.leat.common.serialization.Deserializer;
import io.leat.streams.errors.DeserializationExceptionHandler;
import io.leat.streams.errors.StreamsException;
import io.leat.streams.metrics.Recorder;
import io.leat.streams.processor.TimestampExtractor;
import io.leat.streams.processor.WallclockTimestampExtractor;
import io.leat.streams.topology.GraphNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * The records of one input partition that wait for processing. Only the first is deserialized.
 * Owned by the task's thread.
 */
final class RecordQueue {

    private final TaskScope scope;
    private final GraphNode.Source source;
    private final NodeContext children;
    private final Deserializer<?> keys;
    private final Deserializer<?> values;
    private final TimestampExtractor extractor;
    private final Recorder processed;
    private final Recorder latency;
    private final TopicMetrics consumed;
    private final Deque<ConsumerRecord<byte[], byte[]>> waiting = new ArrayDeque<>();
    private Input head;
    private long partitionTime = -1;
    private long consumedTo = -1;
    private long next = -1;

    RecordQueue(
            GraphNode.Source source,
            String topic,
            TaskScope scope,
            NodeContext children,
            Recorder processed,
            Recorder latency) {
        this.scope = scope;
        this.source = source;
        this.children = children;
        this.processed = processed;
        this.latency = latency;
        this.consumed = TopicMetrics.consumed(children.meters(), topic);
        this.keys = scope.keyDeserializer(source.keyDeserializer());
        this.values = scope.valueDeserializer(source.valueDeserializer());
        this.extractor =
                source.extractor() != null ? source.extractor() : scope.settings().extractor();
    }

    void add(ConsumerRecord<byte[], byte[]> record) {
        waiting.add(record);
        next = record.offset() + 1;
    }

    /** The offset of the first record that waits. */
    OptionalLong firstWaiting() {
        if (head != null) {
            return OptionalLong.of(head.offset());
        }
        return waiting.isEmpty() ? OptionalLong.empty() : OptionalLong.of(waiting.peek().offset());
    }

    /** The offset after the last record that was added; -1 before the first. */
    long next() {
        return next;
    }

    int size() {
        return waiting.size() + (head == null ? 0 : 1);
    }

    long partitionTime() {
        return partitionTime;
    }

    void partitionTime(long time) {
        partitionTime = time;
    }

    /** The offset after the last record that was taken or skipped; -1 before the first. */
    long consumed() {
        return consumedTo;
    }

    /** The first record, null when nothing waits. */
    Input peek() {
        while (head == null && !waiting.isEmpty()) {
            head = decode(waiting.poll());
        }
        return head;
    }

    Input take() {
        Input input = peek();
        head = null;
        consumedTo = input.offset() + 1;
        partitionTime = Math.max(partitionTime, input.timestamp());
        return input;
    }

    /** Hands {@code input} to the nodes that read the topic. */
    void process(Input input) {
        ConsumerRecord<byte[], byte[]> raw = input.raw();
        consumed.add(
                Math.max(0, raw.serializedKeySize()) + Math.max(0, raw.serializedValueSize()),
                raw.headers());
        processed.add(1);
        children.forward(input.record());
        latency.record(scope.metrics().thread().nowMs() - input.timestamp());
    }

    private Input decode(ConsumerRecord<byte[], byte[]> raw) {
        Object key;
        Object value;
        try {
            key = keys.deserialize(raw.topic(), raw.headers(), raw.key());
            value = values.deserialize(raw.topic(), raw.headers(), raw.value());
        } catch (RuntimeException e) {
            undecodable(raw, e);
            consumedTo = raw.offset() + 1;
            return null;
        }
        long timestamp = timestamp(raw, key, value);
        if (timestamp < 0) {
            scope.metrics().dropped.add(1);
            consumedTo = raw.offset() + 1;
            return null;
        }
        return new Input(raw, key, value, timestamp);
    }

    private long timestamp(ConsumerRecord<byte[], byte[]> raw, Object key, Object value) {
        if (extractor.getClass() == WallclockTimestampExtractor.class) {
            return scope.clock().epochMillis();
        }
        try {
            return extractor.extract(
                    new ConsumerRecord<>(
                            raw.topic(),
                            raw.partition(),
                            raw.offset(),
                            raw.timestamp(),
                            raw.timestampType(),
                            raw.serializedKeySize(),
                            raw.serializedValueSize(),
                            key,
                            value,
                            raw.headers(),
                            raw.leaderEpoch()),
                    partitionTime);
        } catch (StreamsException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new StreamsException(
                    "The timestamp extractor failed on offset "
                            + raw.offset()
                            + " of "
                            + raw.topic()
                            + "-"
                            + raw.partition()
                            + ".",
                    e);
        }
    }

    private void undecodable(ConsumerRecord<byte[], byte[]> raw, RuntimeException cause) {
        ErrorContext where = ErrorContext.of(scope.id(), source.name(), raw);
        DeserializationExceptionHandler.Response response;
        try {
            response =
                    Objects.requireNonNull(
                            scope.settings()
                                    .deserializationHandler()
                                    .handleError(where, raw, cause),
                            "no response");
        } catch (RuntimeException e) {
            e.addSuppressed(cause);
            throw new StreamsException("The deserialization exception handler failed.", e);
        }
        response.deadLetterQueueRecords().forEach(dead -> scope.output().send(dead, where));
        scope.metrics().dropped.add(1);
        if (response.result() == DeserializationExceptionHandler.Result.FAIL) {
            throw new StreamsException(
                    "Source "
                            + source.name()
                            + " of task "
                            + scope.id()
                            + " cannot deserialize the record at offset "
                            + raw.offset()
                            + " of "
                            + raw.topic()
                            + "-"
                            + raw.partition()
                            + " with "
                            + keys.getClass().getName()
                            + " for the key and "
                            + values.getClass().getName()
                            + " for the value: "
                            + cause.getMessage()
                            + " Give the serdes of the topic with Consumed. To skip such records, set deserialization.exception.handler to"
                            + " LogAndContinueExceptionHandler.",
                    cause);
        }
    }
}
