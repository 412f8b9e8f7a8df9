package io.leat.log.benchmarks.streams.nexmark;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Compares the table that a query has left in its topic with what plain Java makes of the same
 * events. All runs of a query leave the same one, because they read the same events. Stateless.
 */
public final class NexmarkCheck {

    private static final Duration PATIENCE = Duration.ofMillis(200);

    private NexmarkCheck() {}

    /**
     * How many keys of the table are wrong; 0 for queries that may not have ended.
     *
     * @throws IllegalStateException if nothing came out
     */
    public static long wrong(String bootstrap, String query, long events) {
        if (!Nexmark.endsWithItsInput(query)) {
            return 0;
        }
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
                        new StringDeserializer(),
                        new ByteArrayDeserializer())) {
            long[] begin = {-1};
            read(consumer, Events.SIDE, record -> begin[0] = record.timestamp() + 1);
            Map<String, String> made = new HashMap<>();
            read(consumer, Nexmark.out(query), record -> put(made, record));
            if (made.isEmpty()) {
                throw new IllegalStateException("nothing came out of " + query);
            }
            Map<String, String> expected = Expected.of(query, events, begin[0]);
            long wrong = expected.keySet().stream().filter(key -> !made.containsKey(key)).count();
            for (Map.Entry<String, String> entry : made.entrySet()) {
                wrong += entry.getValue().equals(expected.get(entry.getKey())) ? 0 : 1;
            }
            return wrong;
        }
    }

    private static void put(Map<String, String> made, ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            made.remove(record.key());
        } else {
            made.put(
                    record.key(),
                    new String(record.value(), java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    private static void read(
            KafkaConsumer<String, byte[]> consumer,
            String topic,
            Consumer<ConsumerRecord<String, byte[]>> each) {
        List<TopicPartition> partitions =
                consumer.partitionsFor(topic).stream()
                        .map(info -> new TopicPartition(topic, info.partition()))
                        .collect(Collectors.toList());
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (ends.entrySet().stream()
                .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(PATIENCE).forEach(each);
        }
    }
}
