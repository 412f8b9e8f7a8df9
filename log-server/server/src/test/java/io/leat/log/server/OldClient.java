package io.leat.log.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * One use of the clients of an old Apache Kafka, loaded in a class loader with their jar; it calls
 * only what every version since 2.1 has. It returns the values it read.
 */
public final class OldClient implements Callable<List<String>> {

    private static final String TOPIC = "old";

    private final String address;

    public OldClient(String address) {
        this.address = address;
    }

    @Override
    public List<String> call() throws Exception {
        try (AdminClient admin = AdminClient.create(properties())) {
            admin.createTopics(Collections.singleton(new NewTopic(TOPIC, 1, (short) 1)))
                    .all()
                    .get();
        }
        produce();
        transact();
        List<String> values = new ArrayList<>(read(2));
        produce();
        values.addAll(read(1)); // the group resumes where it committed
        return values;
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", address);
        return properties;
    }

    private void produce() throws Exception {
        Properties properties = properties();
        properties.put("enable.idempotence", "true");
        properties.put("compression.type", "gzip");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, "key", "idempotent")).get();
        }
    }

    private void transact() {
        Properties properties = properties();
        properties.put("transactional.id", "old");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(TOPIC, "key", "aborted"));
            producer.flush();
            producer.abortTransaction();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(TOPIC, "key", "committed"));
            producer.commitTransaction();
        }
    }

    private List<String> read(int count) {
        Properties properties = properties();
        properties.put("group.id", "old-readers");
        properties.put("auto.offset.reset", "earliest");
        properties.put("isolation.level", "read_committed");
        properties.put("enable.auto.commit", "false");
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(
                        properties, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(Collections.singleton(TOPIC));
            for (int polls = 0; polls < 600 && values.size() < count; polls++) {
                for (ConsumerRecord<String, String> record :
                        consumer.poll(Duration.ofMillis(200))) {
                    values.add(record.value());
                }
            }
            consumer.commitSync();
        }
        return values;
    }
}
