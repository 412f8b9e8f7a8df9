package io.leat.examples.demo;

import io.leat.clients.consumer.Consumer;
import io.leat.clients.consumer.ConsumerRecord;
import io.leat.clients.consumer.LeatConsumer;
import io.leat.common.TopicPartition;
import io.leat.common.serialization.StringDeserializer;
import io.leat.examples.wordcount.WordCount;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Watches the topics from outside, as any reader of committed records would. One thread. */
final class Progress implements AutoCloseable {

    private final Consumer<String, String> consumer;
    private final Map<String, Long> counts = new HashMap<>();
    private long lines;

    Progress(String bootstrapServers, int partitions) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", bootstrapServers);
        properties.put("isolation.level", "read_committed");
        properties.put("enable.auto.commit", "false");
        consumer =
                new LeatConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
        List<TopicPartition> watched = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            watched.add(new TopicPartition(WordCount.INPUT_TOPIC, partition));
            watched.add(new TopicPartition(WordCount.OUTPUT_TOPIC, partition));
        }
        consumer.assign(watched);
        consumer.seekToBeginning(watched);
    }

    /**
     * Takes in what was committed since the last call, waiting up to {@code wait} for something.
     */
    void update(Duration wait) {
        for (ConsumerRecord<String, String> record : consumer.poll(wait)) {
            if (record.topic().equals(WordCount.INPUT_TOPIC)) {
                lines++;
            } else {
                counts.put(record.key(), Long.parseLong(record.value()));
            }
        }
    }

    /** Lines that are in the log. */
    long lines() {
        return lines;
    }

    /** Words counted so far. */
    long words() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    int distinctWords() {
        return counts.size();
    }

    /** The most frequent words, most frequent first. */
    List<Map.Entry<String, Long>> top(int count) {
        return counts.entrySet().stream()
                .sorted(
                        Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                                .thenComparing(Map.Entry.comparingByKey()))
                .limit(count)
                .toList();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
