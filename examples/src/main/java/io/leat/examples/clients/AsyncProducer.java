package io.leat.examples.clients;

import io.leat.clients.producer.LeatProducer;
import io.leat.clients.producer.ProducerConfig;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.serialization.StringSerializer;
import java.util.Properties;

/** Sends five records with a callback each, and then one of them synchronously. */
public final class AsyncProducer {

    private AsyncProducer() {}

    /** {@code AsyncProducer HOST:PORT [TOPIC]}. */
    public static void main(String[] arguments) throws Exception {
        String topic = arguments.length > 1 ? arguments[1] : "my_topic1";
        Properties properties = new Properties();
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, arguments[0]);
        properties.put(
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class.getName());
        properties.put(
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, StringSerializer.class.getName());
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 16 * 1024);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 100);
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "snappy");
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 64 * 1024 * 1024);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.RETRIES_CONFIG, 3);

        try (LeatProducer<String, String> producer = new LeatProducer<>(properties)) {
            for (int i = 0; i < 5; i++) {
                producer.send(
                        new ProducerRecord<>(topic, "k" + i, "v" + i),
                        (metadata, exception) -> {
                            if (exception == null) {
                                System.out.println(
                                        "topic "
                                                + metadata.topic()
                                                + "\tpartition "
                                                + metadata.partition());
                            } else {
                                System.err.println("not sent: " + exception.getMessage());
                            }
                        });
            }
            // Waiting for the future makes a send synchronous.
            long offset = producer.send(new ProducerRecord<>(topic, "k5", "v5")).get().offset();
            System.out.println("the last record is at offset " + offset);
        }
    }
}
