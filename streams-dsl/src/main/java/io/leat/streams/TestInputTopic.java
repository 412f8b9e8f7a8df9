package io.leat.streams;

import io.leat.common.header.internals.RecordHeaders;
import io.leat.common.serialization.Serializer;
import io.leat.streams.test.TestRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;

/** Puts records into a topic of a {@link TopologyTestDriver}, with its own advancing time. */
@NullUnmarked
public class TestInputTopic<K, V> {

    private final TopologyTestDriver driver;
    private final String topic;
    private final Serializer<K> keySerializer;
    private final Serializer<V> valueSerializer;
    private final Duration advance;
    private Instant time;

    TestInputTopic(
            TopologyTestDriver driver,
            String topic,
            Serializer<K> keySerializer,
            Serializer<V> valueSerializer,
            Instant start,
            Duration advance) {
        this.driver = driver;
        this.topic = topic;
        this.keySerializer = keySerializer;
        this.valueSerializer = valueSerializer;
        this.time = start;
        this.advance = advance;
    }

    public void advanceTime(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("advance must be positive");
        }
        time = time.plus(by);
    }

    public void pipeInput(TestRecord<K, V> record) {
        Instant at = record.getRecordTime();
        if (at == null) {
            at = time;
            time = time.plus(advance);
        }
        driver.pipe(
                topic,
                keySerializer.serialize(topic, record.headers(), record.key()),
                valueSerializer.serialize(topic, record.headers(), record.value()),
                record.headers(),
                at.toEpochMilli());
    }

    public void pipeInput(V value) {
        pipeInput(new TestRecord<>(value));
    }

    public void pipeInput(K key, V value) {
        pipeInput(new TestRecord<>(key, value));
    }

    public void pipeInput(V value, Instant timestamp) {
        pipeInput(new TestRecord<>(null, value, timestamp));
    }

    public void pipeInput(K key, V value, long timestampMs) {
        pipeInput(new TestRecord<>(key, value, new RecordHeaders(), timestampMs));
    }

    public void pipeInput(K key, V value, Instant timestamp) {
        pipeInput(new TestRecord<>(key, value, timestamp));
    }

    public void pipeRecordList(List<? extends TestRecord<K, V>> records) {
        records.forEach(this::pipeInput);
    }

    public void pipeKeyValueList(List<KeyValue<K, V>> keyValues) {
        keyValues.forEach(pair -> pipeInput(pair.key, pair.value));
    }

    public void pipeValueList(List<V> values) {
        values.forEach(value -> pipeInput(new TestRecord<>(value)));
    }

    public void pipeKeyValueList(
            List<KeyValue<K, V>> keyValues, Instant startTimestamp, Duration advance) {
        Instant at = startTimestamp;
        for (KeyValue<K, V> pair : keyValues) {
            pipeInput(pair.key, pair.value, at);
            at = at.plus(advance);
        }
    }

    public void pipeValueList(List<V> values, Instant startTimestamp, Duration advance) {
        Instant at = startTimestamp;
        for (V value : values) {
            pipeInput(value, at);
            at = at.plus(advance);
        }
    }

    @Override
    public String toString() {
        return "TestInputTopic[topic='" + topic + "']";
    }
}
