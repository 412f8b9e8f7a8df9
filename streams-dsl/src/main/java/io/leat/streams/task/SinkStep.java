package io.leat.streams.task;

import io.leat.clients.producer.ProducerRecord;
import io.leat.common.serialization.Serializer;
import io.leat.streams.errors.ErrorHandlerContext;
import io.leat.streams.errors.ProductionExceptionHandler;
import io.leat.streams.errors.ProductionExceptionHandler.SerializationExceptionOrigin;
import io.leat.streams.errors.StreamsException;
import io.leat.streams.metrics.MetricGroup;
import io.leat.streams.metrics.Recorder;
import io.leat.streams.processor.RecordContext;
import io.leat.streams.processor.StreamPartitioner;
import io.leat.streams.processor.TopicNameExtractor;
import io.leat.streams.processor.api.Record;
import io.leat.streams.topology.GraphNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Writes records to a topic. Owned by the task's thread. */
final class SinkStep implements Step {

    private final GraphNode.Sink node;
    private final TaskScope scope;
    private final Serializer<Object> keys;
    private final Serializer<Object> values;
    private final MetricGroup meters;
    private final Map<String, TopicMetrics> produced = new HashMap<>();
    private final Recorder latency;

    @SuppressWarnings("unchecked")
    SinkStep(GraphNode.Sink node, TaskScope scope) {
        this.node = node;
        this.scope = scope;
        this.meters = scope.metrics().node(node.name());
        this.latency = TaskMetrics.latency(meters);
        this.keys = (Serializer<Object>) scope.keySerializer(node.keySerializer());
        this.values = (Serializer<Object>) scope.valueSerializer(node.valueSerializer());
    }

    @Override
    public void process(Record<Object, Object> record) {
        String topic = topic(record);
        if (record.timestamp() < 0) {
            throw new StreamsException(
                    "Node " + node.name() + " cannot write a record with a negative timestamp.");
        }
        Optional<Set<Integer>> partitions = partitions(topic, record);
        if (partitions.isEmpty()) {
            send(topic, null, record);
        } else {
            partitions.get().forEach(number -> send(topic, number, record));
        }
        latency.record(scope.metrics().thread().nowMs() - record.timestamp());
    }

    private void send(String topic, Integer partition, Record<Object, Object> record) {
        byte[] key;
        byte[] value;
        SerializationExceptionOrigin origin = SerializationExceptionOrigin.KEY;
        try {
            key = keys.serialize(topic, record.headers(), record.key());
            origin = SerializationExceptionOrigin.VALUE;
            value = values.serialize(topic, record.headers(), record.value());
        } catch (ClassCastException e) {
            throw wrongSerde(topic, record, e);
        } catch (Exception e) {
            unserializable(topic, partition, record, e, origin);
            return;
        }
        scope.output()
                .send(
                        new ProducerRecord<>(
                                topic, partition, record.timestamp(), key, value, record.headers()),
                        scope.errorContext(node.name(), record));
        produced.computeIfAbsent(topic, name -> TopicMetrics.produced(meters, name))
                .add(length(key) + length(value), record.headers());
    }

    private static int length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    @SuppressWarnings("unchecked")
    private String topic(Record<Object, Object> record) {
        if (node.topic() != null) {
            return scope.topic(node.topic());
        }
        RecordContext context = scope.recordContext(record);
        return ((TopicNameExtractor<Object, Object>) node.extractor())
                .extract(record.key(), record.value(), context);
    }

    @SuppressWarnings("unchecked")
    private Optional<Set<Integer>> partitions(String topic, Record<Object, Object> record) {
        StreamPartitioner<Object, Object> partitioner =
                (StreamPartitioner<Object, Object>) node.partitioner();
        return partitioner == null
                ? Optional.empty()
                : partitioner.partitions(
                        topic, record.key(), record.value(), scope.output().partitions(topic));
    }

    private StreamsException wrongSerde(
            String topic, Record<?, ?> record, ClassCastException cause) {
        return new WrongTypes(
                        scope,
                        "Sink " + node.name() + " to topic " + topic,
                        record.key(),
                        record.value())
                .failure(
                        cause,
                        "Its serializers are "
                                + keys.getClass().getName()
                                + " for keys and "
                                + values.getClass().getName()
                                + " for values: change the default serdes of StreamsConfig or give"
                                + " serdes through the method parameters (Produced, Grouped,"
                                + " Materialized).");
    }

    private void unserializable(
            String topic,
            Integer partition,
            Record<Object, Object> record,
            Exception cause,
            SerializationExceptionOrigin origin) {
        ErrorHandlerContext where = scope.errorContext(node.name(), record);
        ProductionExceptionHandler.Response response;
        try {
            response =
                    Objects.requireNonNull(
                            scope.settings()
                                    .productionHandler()
                                    .handleSerializationError(
                                            where,
                                            unserialized(topic, partition, record),
                                            cause,
                                            origin),
                            "the production exception handler gave no response");
        } catch (RuntimeException e) {
            e.addSuppressed(cause);
            throw new FailedException(node.name(), e);
        }
        response.deadLetterQueueRecords().forEach(dead -> scope.output().send(dead, where));
        if (response.result() != ProductionExceptionHandler.Result.RESUME) {
            throw new StreamsException(
                    "Cannot serialize the " + origin + " of a record for topic " + topic + ".",
                    cause);
        }
    }

    private static ProducerRecord<Object, Object> unserialized(
            String topic, Integer partition, Record<Object, Object> record) {
        return new ProducerRecord<>(
                topic,
                partition,
                record.timestamp(),
                record.key(),
                record.value(),
                record.headers());
    }
}
