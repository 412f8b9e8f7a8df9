package io.leat.log.testkit.live;

import io.leat.clients.consumer.ConsumerGroupMetadata;
import io.leat.clients.producer.LeatProducer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.serialization.StringSerializer;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;

/** Leat's own, as a producer of the workload. One thread uses it. */
final class LeatSideProducer implements LiveProducer {

    private final LeatProducer<String, String> producer;

    LeatSideProducer(Map<String, String> settings) {
        Properties properties = new Properties();
        properties.putAll(settings);
        producer = new LeatProducer<>(properties, new StringSerializer(), new StringSerializer());
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
                LeatSideConsumer.offsets(offsets), (ConsumerGroupMetadata) consumer.group());
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
        producer.close(Duration.ofMillis(ms));
    }
}
