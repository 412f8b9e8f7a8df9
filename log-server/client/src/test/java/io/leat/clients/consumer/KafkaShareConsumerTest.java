package io.leat.clients.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.BothServers;
import io.leat.clients.Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ShareGroupDescription;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Apache's share consumer sees the same on Apache Kafka and on Leat. */
@Tag("live")
@Timeout(60)
@ParameterizedClass(autoCloseArguments = false)
@ArgumentsSource(BothServers.class)
class KafkaShareConsumerTest {

    private static final long PATIENCE_NS = 30_000_000_000L;

    @Parameter Server server;

    private KafkaShareConsumer<String, String> consumer(String group, String... more) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", server.bootstrap());
        settings.put("group.id", group);
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return new KafkaShareConsumer<>(
                settings, new StringDeserializer(), new StringDeserializer());
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", server.bootstrap()));
    }

    private void create(String topic, String group, int partitions)
            throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
            set(admin, group, "share.auto.offset.reset", "earliest");
        }
    }

    private static void set(Admin admin, String group, String name, String value)
            throws ExecutionException, InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
        AlterConfigOp change =
                new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(resource, List.of(change))).all().get();
    }

    private void produce(String topic, int partition, int count) {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", server.bootstrap(), "linger.ms", "50"),
                        new StringSerializer(),
                        new StringSerializer())) {
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>(topic, partition, null, "v" + i));
            }
        }
    }

    private static List<ConsumerRecord<String, String>> poll(
            KafkaShareConsumer<String, String> consumer, int count) {
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        long end = System.nanoTime() + PATIENCE_NS;
        while (records.size() < count && System.nanoTime() < end) {
            consumer.poll(Duration.ofMillis(200)).forEach(records::add);
        }
        return records;
    }

    private static List<String> values(List<ConsumerRecord<String, String>> records) {
        return records.stream().map(ConsumerRecord::value).sorted().toList();
    }

    @Test
    void shouldDeliverEachRecordOnceToOneOfTwoConsumers() throws Exception {
        create("share-two", "two", 2);
        produce("share-two", 0, 50);
        produce("share-two", 1, 50);
        List<String> seen = new ArrayList<>();
        try (var one = consumer("two");
                var other = consumer("two")) {
            one.subscribe(List.of("share-two"));
            other.subscribe(List.of("share-two"));
            long end = System.nanoTime() + PATIENCE_NS;
            while (seen.size() < 100 && System.nanoTime() < end) {
                one.poll(Duration.ofMillis(100))
                        .forEach(each -> seen.add(each.partition() + "-" + each.offset()));
                other.poll(Duration.ofMillis(100))
                        .forEach(each -> seen.add(each.partition() + "-" + each.offset()));
            }
            one.commitSync();
            other.commitSync();
            one.poll(Duration.ofMillis(300)).forEach(each -> seen.add("again"));
        }
        assertEquals(100, seen.size());
        assertEquals(100, seen.stream().distinct().count());
    }

    @Test
    void shouldReleaseRejectAndAcceptAndCountDeliveries() throws Exception {
        create("share-types", "types", 1);
        produce("share-types", 0, 6);
        try (var consumer = consumer("types", "share.acknowledgement.mode", "explicit")) {
            consumer.subscribe(List.of("share-types"));
            List<ConsumerRecord<String, String>> first = poll(consumer, 6);
            assertEquals(List.of("v0", "v1", "v2", "v3", "v4", "v5"), values(first));
            for (ConsumerRecord<String, String> each : first) {
                assertEquals((short) 1, each.deliveryCount().orElseThrow());
                AcknowledgeType type =
                        each.offset() < 2
                                ? AcknowledgeType.ACCEPT
                                : each.offset() < 4
                                        ? AcknowledgeType.RELEASE
                                        : AcknowledgeType.REJECT;
                consumer.acknowledge(each, type);
            }
            consumer.commitSync()
                    .forEach((partition, failure) -> assertTrue(failure.isEmpty(), "" + failure));
            List<ConsumerRecord<String, String>> again = poll(consumer, 2);
            assertEquals(List.of("v2", "v3"), values(again));
            again.forEach(
                    each -> {
                        assertEquals((short) 2, each.deliveryCount().orElseThrow());
                        consumer.acknowledge(each, AcknowledgeType.ACCEPT);
                    });
            consumer.commitSync();
        }
        try (Admin admin = admin()) {
            assertEquals(0L, offsets(admin, "types", "share-types").lag().orElseThrow());
        }
    }

    private static SharePartitionOffsetInfo offsets(Admin admin, String group, String topic)
            throws ExecutionException, InterruptedException {
        return admin.listShareGroupOffsets(Map.of(group, new ListShareGroupOffsetsSpec()))
                .partitionsToOffsetInfo(group)
                .get()
                .get(new TopicPartition(topic, 0));
    }

    @Test
    void shouldGiveUpARecordThatIsReleasedFiveTimes() throws Exception {
        create("share-limit", "limit", 1);
        produce("share-limit", 0, 1);
        List<Short> counts = new ArrayList<>();
        try (var consumer = consumer("limit", "share.acknowledgement.mode", "explicit")) {
            consumer.subscribe(List.of("share-limit"));
            for (int i = 0; i < 5; i++) {
                for (ConsumerRecord<String, String> each : poll(consumer, 1)) {
                    counts.add(each.deliveryCount().orElseThrow());
                    consumer.acknowledge(each, AcknowledgeType.RELEASE);
                }
                consumer.commitSync();
            }
            assertEquals(0, consumer.poll(Duration.ofMillis(500)).count());
        }
        assertEquals(List.of((short) 1, (short) 2, (short) 3, (short) 4, (short) 5), counts);
    }

    @Test
    void shouldGiveBackWhatAConsumerHadThatCloses() throws Exception {
        create("share-close", "closing", 1);
        produce("share-close", 0, 10);
        try (var consumer = consumer("closing", "share.acknowledgement.mode", "explicit")) {
            consumer.subscribe(List.of("share-close"));
            List<ConsumerRecord<String, String>> had = poll(consumer, 10);
            assertEquals(10, had.size());
            had.subList(0, 5).forEach(consumer::acknowledge);
        }
        try (var consumer = consumer("closing")) {
            consumer.subscribe(List.of("share-close"));
            List<ConsumerRecord<String, String>> again = poll(consumer, 5);
            assertEquals(List.of("v5", "v6", "v7", "v8", "v9"), values(again));
            again.forEach(each -> assertEquals((short) 2, each.deliveryCount().orElseThrow()));
        }
    }

    @Test
    void shouldDeliverExactlyAsManyRecordsAsAreWanted() throws Exception {
        create("share-exact", "exact", 1);
        produce("share-exact", 0, 10);
        List<Integer> sizes = new ArrayList<>();
        try (var consumer =
                consumer("exact", "max.poll.records", "4", "share.acquire.mode", "record_limit")) {
            consumer.subscribe(List.of("share-exact"));
            long end = System.nanoTime() + PATIENCE_NS;
            int seen = 0;
            while (seen < 10 && System.nanoTime() < end) {
                int count = consumer.poll(Duration.ofMillis(200)).count();
                if (count > 0) {
                    sizes.add(count);
                    seen += count;
                }
            }
        }
        assertEquals(List.of(4, 4, 2), sizes);
    }

    @Test
    void shouldKeepARecordLongerOnRequest() throws Exception {
        create("share-renew", "renew", 1);
        produce("share-renew", 0, 2);
        try (var consumer = consumer("renew", "share.acknowledgement.mode", "explicit")) {
            consumer.subscribe(List.of("share-renew"));
            List<ConsumerRecord<String, String>> had = poll(consumer, 2);
            had.forEach(each -> consumer.acknowledge(each, AcknowledgeType.RENEW));
            consumer.commitSync()
                    .forEach((partition, failure) -> assertTrue(failure.isEmpty(), "" + failure));
            List<ConsumerRecord<String, String>> kept = poll(consumer, 2);
            assertEquals(values(had), values(kept));
            kept.forEach(
                    each -> {
                        assertEquals((short) 1, each.deliveryCount().orElseThrow());
                        consumer.acknowledge(each, AcknowledgeType.ACCEPT);
                    });
            consumer.commitSync()
                    .forEach((partition, failure) -> assertTrue(failure.isEmpty(), "" + failure));
        }
    }

    @Test
    void shouldDescribeAlterAndDeleteGroups() throws Exception {
        create("share-admin", "administered", 1);
        produce("share-admin", 0, 10);
        try (Admin admin = admin()) {
            try (var consumer = consumer("administered")) {
                consumer.subscribe(List.of("share-admin"));
                assertEquals(10, poll(consumer, 10).size());
                consumer.commitSync();
                ShareGroupDescription described =
                        admin.describeShareGroups(List.of("administered"))
                                .describedGroups()
                                .get("administered")
                                .get();
                assertEquals("Stable", described.groupState().toString());
                assertEquals(1, described.members().size());
                assertEquals(
                        Collections.singleton(new TopicPartition("share-admin", 0)),
                        described.members().iterator().next().assignment().topicPartitions());
            }
            assertEquals(0L, offsets(admin, "administered", "share-admin").lag().orElseThrow());
            TopicPartition partition = new TopicPartition("share-admin", 0);
            admin.alterShareGroupOffsets("administered", Map.of(partition, 4L)).all().get();
            SharePartitionOffsetInfo altered = offsets(admin, "administered", "share-admin");
            assertEquals(4L, altered.startOffset());
            assertEquals(6L, altered.lag().orElseThrow());
            try (var consumer = consumer("administered")) {
                consumer.subscribe(List.of("share-admin"));
                assertEquals(6, poll(consumer, 6).size());
            }
            admin.deleteShareGroups(List.of("administered")).all().get();
            assertTrue(
                    admin.listGroups().all().get().stream()
                            .noneMatch(each -> each.groupId().equals("administered")));
        }
    }
}
