package io.leat.streams;

import io.leat.clients.producer.ProducerRecord;
import io.leat.common.serialization.Deserializer;
import io.leat.streams.test.TestRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.NullUnmarked;

/** Takes records out of a topic of a {@link TopologyTestDriver}. */
@NullUnmarked
public class TestOutputTopic<K, V> {

    private final TopologyTestDriver driver;
    private final String topic;
    private final Deserializer<K> keyDeserializer;
    private final Deserializer<V> valueDeserializer;

    TestOutputTopic(
            TopologyTestDriver driver,
            String topic,
            Deserializer<K> keyDeserializer,
            Deserializer<V> valueDeserializer) {
        this.driver = driver;
        this.topic = topic;
        this.keyDeserializer = keyDeserializer;
        this.valueDeserializer = valueDeserializer;
    }

    public V readValue() {
        return readRecord().value();
    }

    public KeyValue<K, V> readKeyValue() {
        TestRecord<K, V> record = readRecord();
        return new KeyValue<>(record.key(), record.value());
    }

    /** The next record; throws NoSuchElementException when there is none. */
    public TestRecord<K, V> readRecord() {
        ProducerRecord<byte[], byte[]> record = driver.produced(topic).poll();
        if (record == null) {
            throw new NoSuchElementException("Topic " + topic + " has no further record.");
        }
        return new TestRecord<>(
                keyDeserializer.deserialize(topic, record.headers(), record.key()),
                valueDeserializer.deserialize(topic, record.headers(), record.value()),
                record.headers(),
                record.timestamp());
    }

    public List<TestRecord<K, V>> readRecordsToList() {
        List<TestRecord<K, V>> records = new ArrayList<>();
        while (!isEmpty()) {
            records.add(readRecord());
        }
        return records;
    }

    public Map<K, V> readKeyValuesToMap() {
        Map<K, V> last = new LinkedHashMap<>();
        while (!isEmpty()) {
            TestRecord<K, V> record = readRecord();
            if (record.key() == null) {
                throw new IllegalStateException(
                        "Null keys not allowed with readKeyValuesToMap method");
            }
            last.put(record.key(), record.value());
        }
        return last;
    }

    public List<KeyValue<K, V>> readKeyValuesToList() {
        List<KeyValue<K, V>> pairs = new ArrayList<>();
        while (!isEmpty()) {
            pairs.add(readKeyValue());
        }
        return pairs;
    }

    public List<V> readValuesToList() {
        List<V> values = new ArrayList<>();
        while (!isEmpty()) {
            values.add(readValue());
        }
        return values;
    }

    public final long getQueueSize() {
        return driver.produced(topic).size();
    }

    public final boolean isEmpty() {
        return driver.produced(topic).isEmpty();
    }

    @Override
    public String toString() {
        return "TestOutputTopic[topic='" + topic + "', size=" + getQueueSize() + "]";
    }
}
