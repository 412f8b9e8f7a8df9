package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A share group of Apache's share consumer, over a restart of the server. */
@Tag("live")
@Timeout(30)
final class ShareGroupTest {

    @TempDir Path data;

    private LeatServer start() {
        return LeatServer.start(
                Map.of(
                        "listeners", "PLAINTEXT://127.0.0.1:0",
                        "log.dirs", data.toString(),
                        "offsets.topic.num.partitions", "2",
                        "share.coordinator.state.topic.num.partitions", "2"));
    }

    private static KafkaShareConsumer<String, String> consumer(LeatServer server) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", server.endpoint().toString());
        settings.put("group.id", "workers");
        settings.put("share.acknowledgement.mode", "explicit");
        KafkaShareConsumer<String, String> consumer =
                new KafkaShareConsumer<>(
                        settings, new StringDeserializer(), new StringDeserializer());
        consumer.subscribe(List.of("jobs"));
        return consumer;
    }

    private static List<ConsumerRecord<String, String>> poll(
            KafkaShareConsumer<String, String> consumer, int count) {
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        Patience patience = Patience.begin();
        while (records.size() < count && patience.lasts()) {
            consumer.poll(Duration.ofMillis(200)).forEach(records::add);
        }
        return records;
    }

    private static void prepare(LeatServer server) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", server.endpoint().toString());
        try (Admin admin = Admin.create(settings);
                KafkaProducer<String, String> producer =
                        new KafkaProducer<>(
                                settings, new StringSerializer(), new StringSerializer())) {
            admin.createTopics(List.of(new NewTopic("jobs", 1, (short) 1))).all().get();
            admin.incrementalAlterConfigs(
                            Map.of(
                                    new ConfigResource(ConfigResource.Type.GROUP, "workers"),
                                    List.of(
                                            new AlterConfigOp(
                                                    new ConfigEntry(
                                                            "share.auto.offset.reset", "earliest"),
                                                    AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
            for (int i = 0; i < 10; i++) {
                producer.send(new ProducerRecord<>("jobs", "job" + i)).get();
            }
        }
    }

    @Test
    void shouldKnowAfterARestartWhatIsDoneAndHowOftenTheRestWasDelivered() throws Exception {
        try (LeatServer server = start()) {
            prepare(server);
            try (KafkaShareConsumer<String, String> consumer = consumer(server)) {
                for (ConsumerRecord<String, String> each : poll(consumer, 10)) {
                    AcknowledgeType type =
                            each.offset() % 2 == 0
                                    ? AcknowledgeType.ACCEPT
                                    : AcknowledgeType.RELEASE;
                    consumer.acknowledge(each, type);
                }
                consumer.commitSync();
            }
        }
        try (LeatServer server = start();
                KafkaShareConsumer<String, String> consumer = consumer(server)) {
            Map<Long, Short> again = new TreeMap<>();
            for (ConsumerRecord<String, String> each : poll(consumer, 5)) {
                again.put(each.offset(), each.deliveryCount().orElseThrow());
                consumer.acknowledge(each, AcknowledgeType.ACCEPT);
            }
            short twice = 2;
            assertEquals(Map.of(1L, twice, 3L, twice, 5L, twice, 7L, twice, 9L, twice), again);
        }
    }
}
