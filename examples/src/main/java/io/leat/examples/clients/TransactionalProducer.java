package io.leat.examples.clients;

import io.leat.clients.producer.LeatProducer;
import io.leat.clients.producer.ProducerConfig;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.KafkaException;
import io.leat.common.serialization.StringSerializer;
import java.util.Properties;

/** Sends five records in one transaction: readers of committed records see all of them or none. */
public final class TransactionalProducer {

    private TransactionalProducer() {}

    /** {@code TransactionalProducer HOST:PORT [TOPIC]}. */
    public static void main(String[] arguments) {
        String topic = arguments.length > 1 ? arguments[1] : "my_topic1";
        Properties properties = new Properties();
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, arguments[0]);
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "transaction_id_01");
        try (LeatProducer<String, String> producer =
                new LeatProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            try {
                for (int i = 0; i < 5; i++) {
                    producer.send(new ProducerRecord<>(topic, "k" + i, "in one transaction " + i));
                }
                producer.commitTransaction();
                System.out.println("committed");
            } catch (KafkaException e) {
                producer.abortTransaction();
                throw e;
            }
        }
    }
}
