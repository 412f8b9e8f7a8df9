package io.leat.log.server;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Apache Kafka's producer, idempotent as by default. */
final class KafkaLoad extends NumberLoad {

    private final String address;

    KafkaLoad(String address) {
        super("from-kafka");
        this.address = address;
    }

    @Override
    void produce() throws Exception {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(
                        LeatLoad.settings(address),
                        new StringSerializer(),
                        new StringSerializer())) {
            for (int number = next(); number >= 0; number = next()) {
                int sent = number;
                producer.send(
                        new ProducerRecord<>(topic(), Integer.toString(number)),
                        (metadata, failure) -> {
                            if (failure == null) {
                                acknowledge(sent, metadata.offset());
                            } else {
                                fail(failure.toString());
                            }
                        });
            }
        }
    }
}
