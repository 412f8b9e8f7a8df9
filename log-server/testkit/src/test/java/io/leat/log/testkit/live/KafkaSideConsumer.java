package io.leat.log.testkit.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Apache Kafka's, as a consumer of the workload. One thread uses it. */
final class KafkaSideConsumer implements LiveConsumer {

    private final KafkaConsumer<String, String> consumer;

    KafkaSideConsumer(Map<String, String> settings) {
        Properties properties = new Properties();
        properties.putAll(settings);
        consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
    }

    @Override
    public void assign(Collection<Place> places) {
        consumer.assign(places.stream().map(KafkaSideConsumer::partition).toList());
        consumer.seekToBeginning(consumer.assignment());
    }

    @Override
    public void subscribe(
            Collection<String> topics, java.util.function.Consumer<Collection<Place>> assigned) {
        consumer.subscribe(
                topics,
                new ConsumerRebalanceListener() {
                    @Override
                    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}

                    @Override
                    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                        assigned.accept(
                                partitions.stream()
                                        .map(each -> new Place(each.topic(), each.partition()))
                                        .toList());
                    }
                });
    }

    @Override
    public List<Read> poll(long ms) {
        List<Read> read = new ArrayList<>();
        for (ConsumerRecord<String, String> each : consumer.poll(Duration.ofMillis(ms))) {
            Place place = new Place(each.topic(), each.partition());
            read.add(new Read(place, each.offset(), each.value()));
        }
        return read;
    }

    @Override
    public long position(Place place) {
        return consumer.position(partition(place));
    }

    @Override
    public long end(Place place) {
        return consumer.endOffsets(List.of(partition(place))).get(partition(place));
    }

    @Override
    public void commit(Map<Place, Long> offsets) {
        consumer.commitSync(offsets(offsets));
    }

    @Override
    public void seek(Place place, long offset) {
        consumer.seek(partition(place), offset);
    }

    @Override
    public long committed(Place place) {
        TopicPartition partition = partition(place);
        OffsetAndMetadata committed = consumer.committed(Set.of(partition)).get(partition);
        return committed == null ? -1 : committed.offset();
    }

    @Override
    public Object group() {
        return consumer.groupMetadata();
    }

    @Override
    public void close(long ms) {
        consumer.close(Duration.ofMillis(ms));
    }

    static TopicPartition partition(Place place) {
        return new TopicPartition(place.topic(), place.partition());
    }

    static Map<TopicPartition, OffsetAndMetadata> offsets(Map<Place, Long> offsets) {
        Map<TopicPartition, OffsetAndMetadata> converted = new HashMap<>();
        offsets.forEach(
                (place, offset) -> converted.put(partition(place), new OffsetAndMetadata(offset)));
        return converted;
    }
}
