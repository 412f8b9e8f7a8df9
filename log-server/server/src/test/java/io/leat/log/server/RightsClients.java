package io.leat.log.server;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Apache's clients of one user of one server. */
record RightsClients(String bootstrap, String user, Admin admin) implements AutoCloseable {

    static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule";

    static RightsClients of(String bootstrap, String user) {
        return new RightsClients(bootstrap, user, Admin.create(settings(bootstrap, user)));
    }

    static Map<String, Object> settings(String bootstrap, String user) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrap);
        settings.put("security.protocol", "SASL_PLAINTEXT");
        settings.put("sasl.mechanism", "PLAIN");
        settings.put(
                "sasl.jaas.config", PLAIN + " required username=\"" + user + "\" password=\"a\";");
        settings.put("max.block.ms", "10000");
        settings.put("delivery.timeout.ms", "10000");
        settings.put("request.timeout.ms", "5000");
        settings.put("transaction.timeout.ms", "5000");
        return settings;
    }

    KafkaProducer<String, String> producer(Map<String, String> more) {
        Map<String, Object> settings = settings(bootstrap, user);
        settings.putAll(more);
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    KafkaConsumer<String, String> consumer() {
        Map<String, Object> settings = settings(bootstrap, user);
        settings.put("group.id", "readers");
        settings.put("auto.offset.reset", "earliest");
        settings.put("enable.auto.commit", "false");
        return new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
