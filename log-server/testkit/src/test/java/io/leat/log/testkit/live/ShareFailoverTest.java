package io.leat.log.testkit.live;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Share groups of Apache's share consumer while the nodes that serve them are killed. */
@Tag("live")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ShareFailoverTest {

    private static final int RECORDS = 30;
    private static final int KILLS = 3;

    /** So many records are done between two faults. */
    private static final int SOME = 100;

    private LiveCluster cluster;
    private ClusterView view;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        cluster =
                new LiveCluster(
                                directory,
                                false,
                                Map.of(
                                        "offsets.topic.num.partitions", "1",
                                        "share.coordinator.state.topic.num.partitions", "1",
                                        "group.share.min.record.lock.duration.ms", "1000",
                                        "group.share.record.lock.duration.ms", "5000"))
                        .start();
        view = new ClusterView(cluster.addresses());
    }

    @AfterAll
    void stop() throws Exception {
        view.close();
        cluster.close();
    }

    private Map<String, Object> settings() {
        return Map.of("bootstrap.servers", cluster.addresses());
    }

    private void prepare(String name) throws Exception {
        view.createTopic(name, 1);
        try (Admin admin = Admin.create(settings());
                KafkaProducer<String, String> producer =
                        new KafkaProducer<>(
                                settings(), new StringSerializer(), new StringSerializer())) {
            admin.incrementalAlterConfigs(
                            Map.of(
                                    new ConfigResource(ConfigResource.Type.GROUP, name),
                                    List.of(
                                            new AlterConfigOp(
                                                    new ConfigEntry(
                                                            "share.auto.offset.reset", "earliest"),
                                                    AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
            for (int i = 0; i < RECORDS; i++) {
                producer.send(new ProducerRecord<>(name, "record" + i)).get();
            }
        }
    }

    private KafkaShareConsumer<String, String> member(String name) {
        Map<String, Object> all = new HashMap<>(settings());
        all.put("group.id", name);
        all.put("share.acknowledgement.mode", "explicit");
        KafkaShareConsumer<String, String> consumer =
                new KafkaShareConsumer<>(all, new StringDeserializer(), new StringDeserializer());
        consumer.subscribe(List.of(name));
        return consumer;
    }

    /** Accepts a third of the records, releases another, and keeps the last. */
    private static void readFirst(KafkaShareConsumer<String, String> consumer) {
        int[] count = {0};
        await().atMost(1, TimeUnit.MINUTES)
                .until(
                        () -> {
                            for (ConsumerRecord<String, String> each :
                                    consumer.poll(Duration.ofMillis(200))) {
                                count[0]++;
                                if (each.offset() % 3 != 2) {
                                    consumer.acknowledge(
                                            each,
                                            each.offset() % 3 == 0
                                                    ? AcknowledgeType.ACCEPT
                                                    : AcknowledgeType.RELEASE);
                                }
                            }
                            return count[0] >= RECORDS;
                        });
        consumer.commitSync()
                .forEach((partition, failure) -> assertTrue(failure.isEmpty(), () -> "" + failure));
    }

    /** The delivery counts of what comes again, which is accepted. */
    private static Map<Long, Short> readRest(
            KafkaShareConsumer<String, String> consumer, int expected) {
        Map<Long, Short> counts = new TreeMap<>();
        await().atMost(1, TimeUnit.MINUTES)
                .until(
                        () -> {
                            for (ConsumerRecord<String, String> each :
                                    consumer.poll(Duration.ofMillis(200))) {
                                counts.put(each.offset(), each.deliveryCount().orElseThrow());
                                consumer.acknowledge(each, AcknowledgeType.ACCEPT);
                            }
                            consumer.commitSync();
                            return counts.size() >= expected;
                        });
        return counts;
    }

    @Test
    void shouldKnowWhatIsDoneAndHowOftenTheRestWasGivenAfterAKillOfTheLeader() throws Exception {
        String name = "killed-leader";
        prepare(name);
        try (KafkaShareConsumer<String, String> first = member(name)) {
            readFirst(first);
            int victim = view.leader(new Place(name, 0));
            cluster.kill(victim);
            try (KafkaShareConsumer<String, String> second = member(name)) {
                Map<Long, Short> counts = readRest(second, RECORDS / 3 * 2);
                counts.forEach(
                        (offset, count) -> {
                            assertTrue(offset % 3 != 0, () -> "done, and given again: " + offset);
                            if (offset % 3 == 1) {
                                assertEquals((short) 2, count, () -> "released: " + offset);
                            }
                        });
                assertEquals(0, second.poll(Duration.ofSeconds(6)).count(), "all is done");
            }
            cluster.restart(victim);
            view.awaitInSync(name);
        }
    }

    /**
     * The records of which nobody knows whether they are done come again; what a broker said to be
     * done never does, whoever keeps it.
     */
    @ParameterizedTest
    @ValueSource(strings = {"__share_group_state", "__consumer_offsets"})
    void shouldGoOnWhileCoordinatorsAreKilled(String log) throws Exception {
        String name = "killed" + log;
        prepare(name);
        Place place = new Place(name, 0);
        Recorder recorder = new Recorder();
        SharedLedger ledger = new SharedLedger();
        LiveActor sender =
                new PlainSender(
                        "sender", recorder, new KafkaSide(), cluster.addresses(), List.of(place));
        List<LiveActor> members = new ArrayList<>();
        for (String member : List.of("first", "second")) {
            members.add(new SharingMember(member, recorder, cluster.addresses(), name, ledger));
        }
        sender.start();
        members.forEach(LiveActor::start);
        for (int i = 0; i < KILLS; i++) {
            awaitDone(ledger, ledger.done() + SOME);
            int victim = view.leader(new Place(log, 0));
            cluster.kill(victim);
            awaitDone(ledger, ledger.done() + SOME);
            cluster.restart(victim);
            view.awaitInSync(name);
        }
        sender.stop();
        sender.join();
        long end = end(place);
        await().alias("all done")
                .atMost(1, TimeUnit.MINUTES)
                .untilAsserted(() -> assertEquals(List.of(), ledger.judge(end)));
        for (LiveActor each : members) {
            each.stop();
            each.join();
        }
        assertEquals(List.of(), ledger.judge(end));
        assertEquals(List.of(), recorder.unexpected());
        assertTrue(ledger.redelivered() >= RECORDS / 5, "what was released came again");
    }

    private static void awaitDone(SharedLedger ledger, int count) {
        await().alias(count + " done")
                .atMost(1, TimeUnit.MINUTES)
                .until(() -> ledger.done() >= count);
    }

    private long end(Place place) {
        try (LiveConsumer consumer =
                new KafkaSide().consumer(Map.of("bootstrap.servers", cluster.addresses()))) {
            return consumer.end(place);
        }
    }
}
