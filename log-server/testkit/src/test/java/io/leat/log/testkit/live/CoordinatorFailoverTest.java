package io.leat.log.testkit.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Coordinators whose node is killed while they are in the middle of something. */
@Tag("live")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CoordinatorFailoverTest {

    private static final int KILLS = 3;
    private static final int COMMIT_ATTEMPTS = 10;

    private LiveCluster cluster;
    private ClusterView view;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        cluster =
                new LiveCluster(
                                directory,
                                false,
                                Map.of(
                                        "group.initial.rebalance.delay.ms", "0",
                                        "offsets.topic.num.partitions", "3",
                                        "transaction.state.log.num.partitions", "3"))
                        .start();
        view = new ClusterView(cluster.addresses());
    }

    @AfterAll
    void stop() throws Exception {
        view.close();
        cluster.close();
    }

    private static Clients clients(String name) throws Exception {
        return switch (name) {
            case "leat" -> new LeatSide();
            case "kafka" -> new KafkaSide();
            default -> new OldKafka(name);
        };
    }

    private LiveProducer producer(Clients clients, String id) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("bootstrap.servers", cluster.addresses());
        settings.put("transactional.id", id);
        settings.put("max.block.ms", "20000");
        return clients.producer(settings);
    }

    private int transactionCoordinator(String id) throws Exception {
        return view.admin()
                .describeTransactions(List.of(id))
                .description(id)
                .get(30, TimeUnit.SECONDS)
                .coordinatorId();
    }

    private static void commit(LiveProducer producer) {
        for (int attempt = 1; ; attempt++) {
            try {
                producer.commit();
                return;
            } catch (RuntimeException e) {
                if (!Errors.retriable(e) || attempt == COMMIT_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private List<String> committed(Place place) {
        List<String> values = new ArrayList<>();
        Map<String, String> settings =
                Map.of(
                        "bootstrap.servers",
                        cluster.addresses(),
                        "isolation.level",
                        "read_committed");
        try (LiveConsumer ends =
                        new KafkaSide().consumer(Map.of("bootstrap.servers", cluster.addresses()));
                LiveConsumer consumer = new KafkaSide().consumer(settings)) {
            consumer.assign(List.of(place));
            long end = ends.end(place);
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (consumer.position(place) < end && System.nanoTime() < until) {
                consumer.poll(100).forEach(each -> values.add(each.value()));
            }
            assertEquals(end, consumer.position(place), "nothing is left open");
        }
        return values;
    }

    @ParameterizedTest
    @ValueSource(strings = {"leat", "kafka", "3.9.1", "2.1.1"})
    void shouldCommitAlthoughTheCoordinatorIsKilledInTheMiddle(String name) throws Exception {
        String topic = "mid-transaction-" + name;
        view.createTopic(topic, 2);
        List<Place> places = List.of(new Place(topic, 0), new Place(topic, 1));
        try (LiveProducer producer = producer(clients(name), topic)) {
            producer.initTransactions();
            for (int i = 0; i < KILLS; i++) {
                producer.begin();
                producer.send(places.get(0), "first" + i, (offset, failure) -> {});
                producer.flush();
                int coordinator = transactionCoordinator(topic);
                cluster.kill(coordinator);
                producer.send(places.get(1), "second" + i, (offset, failure) -> {});
                commit(producer);
                cluster.restart(coordinator);
                view.awaitInSync(topic);
            }
        }
        assertEquals(List.of("first0", "first1", "first2"), committed(places.get(0)));
        assertEquals(List.of("second0", "second1", "second2"), committed(places.get(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"leat", "kafka", "3.9.1"})
    void shouldFenceAZombieAlthoughTheCoordinatorMoved(String name) throws Exception {
        String topic = "zombie-" + name;
        view.createTopic(topic, 1);
        Place place = new Place(topic, 0);
        try (LiveProducer zombie = producer(clients(name), topic);
                LiveProducer heir = producer(clients(name), topic)) {
            zombie.initTransactions();
            zombie.begin();
            zombie.send(place, "zombie", (offset, failure) -> {});
            zombie.flush();
            int coordinator = transactionCoordinator(topic);
            cluster.kill(coordinator);
            heir.initTransactions();
            RuntimeException refused = assertThrows(RuntimeException.class, zombie::commit);
            assertFalse(Errors.retriable(refused), () -> Errors.text(refused));
            heir.begin();
            heir.send(place, "heir", (offset, failure) -> {});
            commit(heir);
            cluster.restart(coordinator);
            zombie.close(0);
        }
        view.awaitInSync(topic);
        assertEquals(List.of("heir"), committed(place));
    }

    @Test
    void shouldKeepAGroupAndItsOffsetsWhileItsCoordinatorIsKilled() throws Exception {
        String topic = "grouped";
        view.createTopic(topic, 4);
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            places.add(new Place(topic, i));
        }
        Recorder recorder = new Recorder();
        String address = cluster.addresses();
        List<LiveActor> actors = new ArrayList<>();
        actors.add(new PlainSender("sender", recorder, new LeatSide(), address, places));
        for (Clients each : List.of(new LeatSide(), new KafkaSide())) {
            String member = each.name();
            actors.add(new GroupMember("group", member, recorder, each, address, topic));
        }
        actors.forEach(LiveActor::start);
        for (int i = 0; i < KILLS; i++) {
            awaitMore(recorder, "offsets committed");
            int coordinator =
                    view.admin()
                            .describeConsumerGroups(List.of("group"))
                            .describedGroups()
                            .get("group")
                            .get(30, TimeUnit.SECONDS)
                            .coordinator()
                            .id();
            cluster.kill(coordinator);
            awaitMore(recorder, "offsets committed");
            cluster.restart(coordinator);
            view.awaitInSync(topic);
        }
        actors.forEach(LiveActor::stop);
        for (LiveActor each : actors) {
            each.join();
        }
        for (Place place : places) {
            List<LiveConsumer.Read> none = new ArrayList<>();
            long offset = 0;
            for (String value : committed(place)) {
                none.add(new LiveConsumer.Read(place, offset++, value));
            }
            recorder.polled("drain", 1, none);
        }
        assertEquals(List.of(), recorder.judge());
        assertEquals(List.of(), recorder.unexpected());
        assertTrue(recorder.counts().get("offsets committed") > 0);
    }

    private static void awaitMore(Recorder recorder, String what) {
        int before = recorder.counts().getOrDefault(what, 0);
        org.awaitility.Awaitility.await()
                .alias(what)
                .atMost(2, TimeUnit.MINUTES)
                .until(() -> recorder.counts().getOrDefault(what, 0) >= before + 20);
    }
}
