package io.leat.log.testkit.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long clients with default settings wait for a cluster with default settings when a leader is
 * killed, and when all nodes are restarted in turn. Prints the figures; {@code -Dkills=N}. They
 * mean something on a quiet machine only.
 */
@Tag("live")
final class FailoverTest {

    private static final int KILLS = Integer.getInteger("leat.live.kills", 30);
    private static final int PARTITIONS = 3;
    private static final long MEDIAN_MS = 500;
    private static final long P99_MS = 1_000;

    /** What nobody calls a stall; without other work on the machine it is below 300 ms. */
    private static final long STALL_MS = 1_000;

    @TempDir Path directory;

    @Test
    void shouldAcknowledgeAgainSoonAfterALeaderWasKilled() throws Exception {
        Map<String, Figures> figures = new TreeMap<>();
        Figures all = new Figures();
        try (LiveCluster cluster = new LiveCluster(directory, false, Map.of()).start();
                ClusterView view = new ClusterView(cluster.addresses())) {
            view.createTopic("failover", PARTITIONS);
            for (int kill = 0; kill < KILLS; kill++) {
                Clients clients = kill % 2 == 0 ? new LeatSide() : new KafkaSide();
                Place place = new Place("failover", kill / 2 % PARTITIONS);
                int leader = view.leader(place);
                String role = leader == view.controller() ? " and controller" : "";
                try (WriteProbe probe = new WriteProbe(clients, cluster.addresses(), place)) {
                    probe.msToAckAfter(System.nanoTime());
                    long killed = System.nanoTime();
                    cluster.kill(leader);
                    long ms = probe.msToAckAfter(killed);
                    all.add(ms);
                    String what = clients.name() + ", leader" + role;
                    figures.computeIfAbsent(what, name -> new Figures()).add(ms);
                    cluster.restart(leader);
                    view.awaitInSync("failover");
                    assertEquals(List.of(), probe.failures());
                }
            }
        }
        System.out.println("kill -9 to the next acknowledged write: " + all);
        figures.forEach((what, values) -> System.out.println("  " + what + ": " + values));
        assertTrue(all.median() < MEDIAN_MS && all.at(99) < P99_MS, all::toString);
    }

    @Test
    void shouldShowNoStallWhenAllNodesAreRestartedInTurn() throws Exception {
        try (LiveCluster cluster = new LiveCluster(directory, false, Map.of()).start();
                ClusterView view = new ClusterView(cluster.addresses())) {
            view.createTopic("rolling", PARTITIONS);
            List<WriteProbe> probes = new ArrayList<>();
            for (Clients clients : List.of(new LeatSide(), new KafkaSide())) {
                for (int i = 0; i < PARTITIONS; i++) {
                    Place place = new Place("rolling", i);
                    probes.add(new WriteProbe(clients, cluster.addresses(), place));
                }
            }
            try {
                for (WriteProbe probe : probes) {
                    probe.msToAckAfter(System.nanoTime());
                }
                long begin = System.nanoTime();
                for (int id = 1; id <= LiveCluster.NODES; id++) {
                    cluster.stop(id);
                    cluster.restart(id);
                    view.awaitInSync("rolling");
                }
                long rolled = System.nanoTime();
                view.awaitBalanced("rolling");
                long balanced = (System.nanoTime() - rolled) / 1_000_000;
                Figures gaps = new Figures();
                for (WriteProbe probe : probes) {
                    gaps.add(probe.longestGapMs(begin));
                    assertEquals(List.of(), probe.failures());
                }
                System.out.println(
                        "rolling restart of all nodes: longest time without an acknowledged write"
                                + " of each of "
                                + probes.size()
                                + " producers: "
                                + gaps
                                + "; leaders were balanced "
                                + balanced
                                + " ms after it");
                assertTrue(gaps.at(100) < STALL_MS, gaps::toString);
            } finally {
                for (WriteProbe probe : probes) {
                    probe.close();
                }
            }
        }
    }
}
