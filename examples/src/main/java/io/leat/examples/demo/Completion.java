package io.leat.examples.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leat.clients.admin.Admin;
import io.leat.clients.consumer.Consumer;
import io.leat.clients.consumer.ConsumerRecord;
import io.leat.clients.consumer.LeatConsumer;
import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.common.PartitionInfo;
import io.leat.common.TopicPartition;
import io.leat.common.serialization.ByteArrayDeserializer;
import io.leat.examples.wordcount.WordCount;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Finds out whether all input is through, from committed facts only: the source's offsets have
 * reached the end of each file, and behind the committed offset of each later stage there is no
 * record left. A stage that is through stays so once all before it are, therefore they are asked in
 * order.
 */
final class Completion implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OFFSETS_TOPIC = "connect-offsets";
    private static final String APPLICATION = "word-count";

    private final Admin admin;
    private final Consumer<byte[], byte[]> consumer;
    private final Map<String, Long> fileSizes;
    private boolean sourceDone;

    /**
     * @param fileSizes the input files and their lengths in bytes
     */
    Completion(String bootstrapServers, Map<String, Long> fileSizes) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", bootstrapServers);
        this.admin = Admin.create(properties);
        properties.put("isolation.level", "read_committed");
        properties.put("enable.auto.commit", "false");
        this.consumer =
                new LeatConsumer<>(
                        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.fileSizes = fileSizes;
    }

    boolean reached() throws Exception {
        sourceDone = sourceDone || sourceIsThrough();
        if (!sourceDone || !isDrained(APPLICATION, WordCount.INPUT_TOPIC)) {
            return false;
        }
        for (String topic : admin.listTopics().names().get()) {
            if (topic.startsWith(APPLICATION + "-")
                    && topic.endsWith("-repartition")
                    && !isDrained(APPLICATION, topic)) {
                return false;
            }
        }
        return isDrained("connect-" + Pipeline.SINK, WordCount.OUTPUT_TOPIC);
    }

    private boolean sourceIsThrough() throws IOException {
        Map<String, Long> reached = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : recordsFrom(OFFSETS_TOPIC, Map.of())) {
            JsonNode key = JSON.readTree(record.key());
            JsonNode value = JSON.readTree(record.value());
            reached.put(key.path(1).path("filename").asText(), value.path("position").asLong());
        }
        return fileSizes.entrySet().stream()
                .allMatch(
                        file ->
                                file.getValue() == 0
                                        || reached.getOrDefault(file.getKey(), -1L)
                                                >= file.getValue());
    }

    private boolean isDrained(String group, String topic) throws Exception {
        Map<TopicPartition, OffsetAndMetadata> committed =
                admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
        return recordsFrom(topic, committed).isEmpty();
    }

    /** Committed records of {@code topic} from the given offsets, else from the beginning. */
    private List<ConsumerRecord<byte[], byte[]>> recordsFrom(
            String topic, Map<TopicPartition, OffsetAndMetadata> starts) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        List<TopicPartition> partitions = new ArrayList<>();
        for (PartitionInfo info : consumer.partitionsFor(topic)) {
            partitions.add(new TopicPartition(info.topic(), info.partition()));
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata start = starts.get(partition);
            if (start != null) {
                consumer.seek(partition, start.offset());
            }
        }
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
            consumer.poll(Duration.ofMillis(50)).forEach(found::add);
        }
        return found;
    }

    @Override
    public void close() {
        consumer.close();
        admin.close();
    }
}
