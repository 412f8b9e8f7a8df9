package io.leat.log.testkit.live;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Apache Kafka's, as a producer of the workload. One thread uses it. */
final class KafkaSideProducer implements LiveProducer {

    private final KafkaProducer<String, String> producer;

    KafkaSideProducer(Map<String, String> settings) {
        Properties properties = new Properties();
        properties.putAll(settings);
        producer = new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
    }

    @Override
    public void initTransactions() {
        producer.initTransactions();
    }

    @Override
    public void begin() {
        producer.beginTransaction();
    }

    @Override
    public void send(Place place, String value, Sent sent) {
        producer.send(
                new ProducerRecord<>(place.topic(), place.partition(), null, value),
                (metadata, failure) ->
                        sent.ended(failure == null ? metadata.offset() : -1, failure));
    }

    @Override
    public void flush() {
        producer.flush();
    }

    @Override
    public void sendOffsets(Map<Place, Long> offsets, LiveConsumer consumer) {
        producer.sendOffsetsToTransaction(
                KafkaSideConsumer.offsets(offsets), (ConsumerGroupMetadata) consumer.group());
    }

    @Override
    public void commit() {
        producer.commitTransaction();
    }

    @Override
    public void abort() {
        producer.abortTransaction();
    }

    @Override
    public void close(long ms) {
        try {
            producer.close(Duration.ofMillis(ms));
        } catch (NoSuchMethodError before22) {
            producer.close(); // Kafka 2.1 knows no Duration here
        }
    }
}
