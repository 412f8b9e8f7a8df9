package io.leat.streams.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.clients.ApacheKafka;
import io.leat.clients.admin.Admin;
import io.leat.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import io.leat.clients.admin.NewTopic;
import io.leat.clients.admin.OffsetSpec;
import io.leat.clients.producer.LeatProducer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.TopicPartition;
import io.leat.common.serialization.Serdes;
import io.leat.common.serialization.StringSerializer;
import io.leat.log.server.LeatServer;
import io.leat.streams.LeatStreams;
import io.leat.streams.StreamsBuilder;
import io.leat.streams.StreamsConfig;
import io.leat.streams.Topology;
import io.leat.streams.kstream.Grouped;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Records of repartition topics go when they are processed; empty inputs hold nobody up. */
@Timeout(60)
class RepartitionTopicsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir Path folder;

    @Test
    void shouldBePurgedOnLeat() throws Exception {
        try (LeatServer server =
                LeatServer.start(
                        Map.of(
                                "listeners", "PLAINTEXT://127.0.0.1:0",
                                "log.dirs", folder.resolve("log").toString(),
                                "offsets.topic.num.partitions", "1",
                                "group.initial.rebalance.delay.ms", "0"))) {
            purge(server.endpoint().toString());
        }
    }

    @Test
    void shouldBePurgedOnApacheKafka() throws Exception {
        try (ApacheKafka server = ApacheKafka.start()) {
            purge(server.bootstrap());
        }
    }

    /** One of the two inputs stays empty: the other must be read all the same. */
    private static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("in")
                .merge(builder.stream("empty"))
                .groupBy((key, value) -> value, Grouped.as("values"))
                .count();
        return builder.build();
    }

    private void purge(String bootstrap) throws Exception {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, "50");
        settings.put(StreamsConfig.REPARTITION_PURGE_INTERVAL_MS_CONFIG, "100");
        settings.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, "50");
        settings.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, "10");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.resolve("state").toString());
        settings.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        settings.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(
                            List.of(
                                    new NewTopic("in", 1, (short) 1),
                                    new NewTopic("empty", 1, (short) 1)))
                    .all()
                    .get();
            await() // Apache Kafka says so before all of it knows
                    .ignoreExceptions()
                    .until(
                            () ->
                                    admin.describeTopics(List.of("in", "empty"))
                                                    .allTopicNames()
                                                    .get()
                                                    .size()
                                            == 2);
            try (LeatStreams streams = new LeatStreams(topology(), settings)) {
                streams.start();
                int sent = 0;
                TopicPartition repartition = new TopicPartition("app-values-repartition", 0);
                while (sent < 3 || offset(admin, repartition, OffsetSpec.earliest()) == 0) {
                    send(bootstrap, 100);
                    sent++;
                    long all = sent * 100L;
                    await().atMost(PATIENCE)
                            .untilAsserted(
                                    () ->
                                            assertEquals(
                                                    all,
                                                    offset(
                                                            admin,
                                                            repartition,
                                                            OffsetSpec.latest())));
                }
            }
        }
    }

    private static long offset(Admin admin, TopicPartition partition, OffsetSpec which)
            throws Exception {
        ListOffsetsResultInfo info =
                admin.listOffsets(Map.of(partition, which)).partitionResult(partition).get();
        return info.offset();
    }

    private static void send(String bootstrap, int count) {
        try (LeatProducer<String, String> producer =
                new LeatProducer<>(
                        Map.of("bootstrap.servers", bootstrap),
                        new StringSerializer(),
                        new StringSerializer())) {
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>("in", "key", "value" + i % 3));
            }
        }
    }
}
