package io.leat.log.testkit.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.protocol.ErrorCode;
import java.io.EOFException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A leader hangs (SIGSTOP), is fenced and replaced, and goes on (SIGCONT) with requests in its
 * sockets: it acknowledges none of them.
 */
@Tag("live")
final class HungLeaderTest {

    private static final int RECORDS = 20;
    private static final long FENCED_MS = 3_000;

    private static final int PARTITIONS = 3;

    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldAcknowledgeNothingAfterItWasFenced(boolean controller) throws Exception {
        try (LiveCluster cluster = new LiveCluster(directory, false, Map.of()).start();
                ClusterView view = new ClusterView(cluster.addresses())) {
            view.createTopic("hung", PARTITIONS);
            Place place = place(view, controller);
            int leader = view.leader(place);
            List<RawClient> clients = new ArrayList<>();
            for (int acks : List.of(1, -1)) {
                RawClient client = new RawClient(cluster.address(leader));
                client.send(place, "before" + acks, acks);
                assertEquals(ErrorCode.NONE, client.answer(), "it leads");
                clients.add(client);
            }
            long begin = System.nanoTime();
            cluster.node(leader).pause();
            // A thread that runs on another core stops a moment later.
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
            sendZombies(clients, place);
            awaitFenced(cluster, leader);
            long fencedMs = (System.nanoTime() - begin) / 1_000_000;
            int next = view.awaitOtherLeader(place, leader);
            System.out.println(
                    "SIGSTOP of "
                            + (controller ? "the leader and controller" : "the leader")
                            + " to its fencing: "
                            + fencedMs
                            + " ms");
            List<String> expected = new ArrayList<>(List.of("before1", "before-1"));
            try (RawClient client = new RawClient(cluster.address(next))) {
                for (int i = 0; i < RECORDS; i++) {
                    client.send(place, "after" + i, -1);
                    assertEquals(ErrorCode.NONE, client.answer());
                    expected.add("after" + i);
                }
            }
            cluster.node(leader).resume();
            sendZombies(clients, place);
            for (RawClient client : clients) {
                assertAllRefused(client);
                client.close();
            }
            view.awaitInSync("hung");
            assertEquals(expected, values(cluster, place));
            assertTrue(fencedMs < FENCED_MS, fencedMs + " ms");
        }
    }

    /** A partition that the controller's node leads, or one that another node leads. */
    private static Place place(ClusterView view, boolean controller) throws Exception {
        int active = view.controller();
        for (int i = 0; i < PARTITIONS; i++) {
            Place place = new Place("hung", i);
            if ((view.leader(place) == active) == controller) {
                return place;
            }
        }
        throw new IllegalStateException("leaders are not spread over the nodes");
    }

    /** Asks the nodes' own words: a client may be stuck with the one that hangs. */
    private static void awaitFenced(LiveCluster cluster, int leader) {
        Awaitility.await()
                .atMost(1, TimeUnit.MINUTES)
                .pollInterval(10, TimeUnit.MILLISECONDS)
                .until(() -> cluster.words().contains("Broker " + leader + " is fenced"));
    }

    private static void sendZombies(List<RawClient> clients, Place place) throws Exception {
        for (int i = 0; i < RECORDS; i++) {
            clients.get(0).send(place, "zombie", 1);
            clients.get(1).send(place, "zombie", -1);
        }
    }

    private static void assertAllRefused(RawClient client) throws Exception {
        try {
            for (int i = 0; i < 2 * RECORDS; i++) {
                assertNotEquals(ErrorCode.NONE, client.answer(), "answer " + i);
            }
        } catch (EOFException e) {
            return; // no answer is no acknowledgement
        }
    }

    private static List<String> values(LiveCluster cluster, Place place) {
        List<String> values = new ArrayList<>();
        Map<String, String> settings = Map.of("bootstrap.servers", cluster.addresses());
        try (LiveConsumer consumer = new KafkaSide().consumer(settings)) {
            consumer.assign(List.of(place));
            long end = consumer.end(place);
            while (consumer.position(place) < end) {
                consumer.poll(100).forEach(each -> values.add(each.value()));
            }
        }
        return values;
    }
}
