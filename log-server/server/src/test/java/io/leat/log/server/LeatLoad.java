package io.leat.log.server;

import io.leat.clients.producer.LeatProducer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.serialization.StringSerializer;
import java.util.Properties;

/** Our own producer, idempotent as by default. */
final class LeatLoad extends NumberLoad {

    private final String address;

    LeatLoad(String address) {
        super("from-leat");
        this.address = address;
    }

    static Properties settings(String address) {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", address);
        settings.put("acks", "all");
        settings.put("linger.ms", "1");
        settings.put("batch.size", "2048");
        settings.put("reconnect.backoff.max.ms", "200");
        return settings;
    }

    @Override
    void produce() throws Exception {
        try (LeatProducer<String, String> producer =
                new LeatProducer<>(
                        settings(address), new StringSerializer(), new StringSerializer())) {
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
