package io.leat.examples.clients;

import io.leat.clients.consumer.ConsumerConfig;
import io.leat.clients.consumer.ConsumerRecord;
import io.leat.clients.consumer.LeatConsumer;
import io.leat.common.serialization.StringDeserializer;
import java.time.Duration;
import java.util.List;
import java.util.Properties;

/** Reads a topic as a member of a group, and commits what it has handled. */
public final class ConsumerLoop {

    private ConsumerLoop() {}

    /** {@code ConsumerLoop HOST:PORT [TOPIC [COUNT]]}: ends after COUNT records, else never. */
    public static void main(String[] arguments) {
        String topic = arguments.length > 1 ? arguments[1] : "my_topic1";
        long count = arguments.length > 2 ? Long.parseLong(arguments[2]) : Long.MAX_VALUE;
        Properties properties = new Properties();
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, arguments[0]);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, "test_group");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        try (LeatConsumer<String, String> consumer =
                new LeatConsumer<>(
                        properties, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            long handled = 0;
            while (handled < count) {
                for (ConsumerRecord<String, String> record :
                        consumer.poll(Duration.ofMillis(500))) {
                    System.out.println(
                            "partition "
                                    + record.partition()
                                    + "\toffset "
                                    + record.offset()
                                    + "\t"
                                    + record.key()
                                    + "="
                                    + record.value());
                    handled++;
                }
                consumer.commitSync();
            }
        }
    }
}
