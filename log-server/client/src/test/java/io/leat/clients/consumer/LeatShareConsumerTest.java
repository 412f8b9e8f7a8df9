package io.leat.clients.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.BothServers;
import io.leat.clients.Server;
import io.leat.common.serialization.StringDeserializer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Our share consumer, on Apache Kafka and on Leat. */
@Tag("live")
@Timeout(60)
@ParameterizedClass(autoCloseArguments = false)
@ArgumentsSource(BothServers.class)
class LeatShareConsumerTest {

    private static final long PATIENCE_NS = 30_000_000_000L;

    @Parameter Server server;

    private LeatShareConsumer<String, String> consumer(String group, String... more) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", server.bootstrap());
        settings.put("group.id", group);
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return new LeatShareConsumer<>(
                settings, new StringDeserializer(), new StringDeserializer());
    }

    private void prepare(String topic, String group, int count) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", server.bootstrap());
        try (Admin admin = Admin.create(settings);
                KafkaProducer<String, String> producer =
                        new KafkaProducer<>(
                                settings, new StringSerializer(), new StringSerializer())) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
            admin.incrementalAlterConfigs(
                            Map.of(
                                    new ConfigResource(ConfigResource.Type.GROUP, group),
                                    List.of(
                                            new AlterConfigOp(
                                                    new ConfigEntry(
                                                            "share.auto.offset.reset", "earliest"),
                                                    AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>(topic, "v" + i));
            }
        }
    }

    private static List<ConsumerRecord<String, String>> poll(
            LeatShareConsumer<String, String> consumer, int count) {
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        long end = System.nanoTime() + PATIENCE_NS;
        while (records.size() < count && System.nanoTime() < end) {
            consumer.poll(Duration.ofMillis(200)).forEach(records::add);
        }
        return records;
    }

    @Test
    void shouldAcceptByPollingAgainAndGiveNothingTwice() throws Exception {
        prepare("our-implicit", "our-implicit", 20);
        Set<Long> told = new TreeSet<>();
        try (var consumer = consumer("our-implicit")) {
            consumer.setAcknowledgementCommitCallback(
                    (offsets, failure) -> {
                        assertEquals(null, failure);
                        offsets.values().forEach(told::addAll);
                    });
            consumer.subscribe(List.of("our-implicit"));
            assertEquals(20, poll(consumer, 20).size());
            consumer.commitSync()
                    .forEach((partition, failure) -> assertTrue(failure.isEmpty(), "" + failure));
        }
        assertEquals(20, told.size());
        try (var consumer = consumer("our-implicit")) {
            consumer.subscribe(List.of("our-implicit"));
            assertEquals(0, consumer.poll(Duration.ofSeconds(1)).count());
        }
    }

    @Test
    void shouldReleaseRejectRenewAndAccept() throws Exception {
        prepare("our-explicit", "our-explicit", 4);
        AcknowledgeType[] types = {
            AcknowledgeType.ACCEPT,
            AcknowledgeType.RELEASE,
            AcknowledgeType.REJECT,
            AcknowledgeType.RENEW
        };
        try (var consumer = consumer("our-explicit", "share.acknowledgement.mode", "explicit")) {
            consumer.subscribe(List.of("our-explicit"));
            List<ConsumerRecord<String, String>> had = poll(consumer, 4);
            assertThrows(IllegalStateException.class, () -> consumer.poll(Duration.ZERO));
            had.forEach(each -> consumer.acknowledge(each, types[(int) each.offset()]));
            consumer.commitSync()
                    .forEach((partition, failure) -> assertTrue(failure.isEmpty(), "" + failure));
            Map<Long, Short> again = new HashMap<>();
            long end = System.nanoTime() + PATIENCE_NS;
            while (again.size() < 2 && System.nanoTime() < end) {
                for (ConsumerRecord<String, String> each : consumer.poll(Duration.ofMillis(200))) {
                    again.put(each.offset(), each.deliveryCount().orElseThrow());
                    consumer.acknowledge(each);
                }
            }
            assertEquals(Map.of(1L, (short) 2, 3L, (short) 1), again);
            consumer.commitSync();
        }
    }

    @Test
    void shouldGiveBackWhatItHadWhenItCloses() throws Exception {
        prepare("our-close", "our-close", 6);
        try (var consumer = consumer("our-close", "share.acknowledgement.mode", "explicit")) {
            consumer.subscribe(List.of("our-close"));
            poll(consumer, 6).subList(0, 3).forEach(consumer::acknowledge);
        }
        try (var consumer = consumer("our-close")) {
            consumer.subscribe(List.of("our-close"));
            List<Long> offsets =
                    poll(consumer, 3).stream().map(ConsumerRecord::offset).sorted().toList();
            assertEquals(List.of(3L, 4L, 5L), offsets);
        }
    }
}
