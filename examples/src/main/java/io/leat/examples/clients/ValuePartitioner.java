package io.leat.examples.clients;

import io.leat.clients.producer.LeatProducer;
import io.leat.clients.producer.Partitioner;
import io.leat.clients.producer.ProducerConfig;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.Cluster;
import io.leat.common.serialization.StringSerializer;
import io.leat.common.utils.Utils;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** A partitioner of one's own: the partition follows from the value. */
public final class ValuePartitioner implements Partitioner {

    @Override
    public int partition(
            String topic,
            @Nullable Object key,
            byte @Nullable [] keyBytes,
            @Nullable Object value,
            byte @Nullable [] valueBytes,
            Cluster cluster) {
        int partitions = cluster.partitionsForTopic(topic).size();
        return valueBytes == null || partitions < 2
                ? 0
                : Utils.toPositive(Utils.murmur2(valueBytes)) % partitions;
    }

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> configs) {}

    /** {@code ValuePartitioner HOST:PORT [TOPIC]}: sends five records through it. */
    public static void main(String[] arguments) throws Exception {
        String topic = arguments.length > 1 ? arguments[1] : "my_topic1";
        Properties properties = new Properties();
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, arguments[0]);
        properties.put(ProducerConfig.PARTITIONER_CLASS_CONFIG, ValuePartitioner.class.getName());
        try (LeatProducer<String, String> producer =
                new LeatProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < 5; i++) {
                int partition =
                        producer.send(new ProducerRecord<>(topic, "same key", "v" + i))
                                .get()
                                .partition();
                System.out.println("v" + i + " went to partition " + partition);
            }
        }
    }
}
