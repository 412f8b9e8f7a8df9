package io.leat.log.testkit.live;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Node;

/**
 * Does harm to a cluster, one fault after the other, of a subset of the kinds that the seed draws.
 * Used by the run's thread.
 */
final class Nemesis implements AutoCloseable {

    private static final int HOLD_MS = 4_000;
    private static final int QUIET_MS = 3_000;
    private static final long ASK_S = 2;

    private final LiveCluster cluster;
    private final Place place;
    private final Random random;
    private final List<Fault> kinds;
    private final Admin admin;
    private final Map<Fault, Integer> done = new EnumMap<>(Fault.class);
    private final List<String> diary = new ArrayList<>();
    private final long begin = System.nanoTime();

    /**
     * @param place whose leader is killed
     */
    Nemesis(LiveCluster cluster, Place place, long seed, List<Fault> kinds) {
        this.cluster = cluster;
        this.place = place;
        this.random = new Random(seed);
        this.kinds = List.copyOf(kinds);
        this.admin =
                Admin.create(
                        Map.of(
                                "bootstrap.servers",
                                cluster.addresses(),
                                "reconnect.backoff.max.ms",
                                "200"));
    }

    /** Some of all kinds; a run with all of them would seldom get anywhere. */
    static List<Fault> draw(long seed) {
        List<Fault> all = new ArrayList<>(List.of(Fault.values()));
        Random random = new Random(seed);
        Collections.shuffle(all, random);
        return all.subList(0, 3 + random.nextInt(6));
    }

    /** Harms and heals until {@code nanoTime}. */
    void rage(long untilNanos) throws IOException, InterruptedException {
        while (System.nanoTime() < untilNanos) {
            rest(300 + random.nextInt(QUIET_MS));
            if (kinds.isEmpty()) {
                continue;
            }
            strike(kinds.get(random.nextInt(kinds.size())));
        }
    }

    /** One fault, and its end. */
    void strike(Fault fault) throws IOException, InterruptedException {
        int node =
                switch (fault) {
                    case KILL_LEADER -> leader();
                    case KILL_CONTROLLER, PAUSE_CONTROLLER -> controller();
                    default -> 1 + random.nextInt(LiveCluster.NODES);
                };
        int other = 1 + (node + random.nextInt(LiveCluster.NODES - 1)) % LiveCluster.NODES;
        long holdMs = 200 + random.nextInt(HOLD_MS);
        diary.add(time() + " " + fault + ": node " + node + ", " + holdMs + " ms");
        done.merge(fault, 1, Integer::sum);
        switch (fault) {
            case KILL, KILL_LEADER, KILL_CONTROLLER -> {
                cluster.kill(node);
                rest(holdMs / 2);
                cluster.restart(node);
            }
            case KILL_ALL -> cluster.killAll();
            case STOP -> {
                cluster.stop(node);
                rest(holdMs / 2);
                cluster.restart(node);
            }
            case ROLL -> {
                for (int id = 1; id <= LiveCluster.NODES; id++) {
                    cluster.stop(id);
                    cluster.restart(id);
                }
            }
            case PAUSE, PAUSE_CONTROLLER -> {
                cluster.node(node).pause();
                rest(holdMs);
                cluster.node(node).resume();
            }
            case CUT -> cluster.wires().cutAll(String.valueOf(node));
            default -> {
                network(fault, String.valueOf(node), String.valueOf(other));
                rest(holdMs);
                cluster.wires().heal();
            }
        }
        diary.add(time() + " healed");
    }

    private void network(Fault fault, String node, String other) {
        Wires wires = cluster.wires();
        switch (fault) {
            case REFUSE -> {
                wires.refuse(node, other);
                wires.refuse(other, node);
            }
            case AWAY -> wires.refuse(Wires.CLIENTS, node);
            default -> {
                for (String end : ends(fault == Fault.SPLIT)) {
                    if (!end.equals(node)) {
                        both(fault, node, end);
                    }
                }
            }
        }
    }

    private void both(Fault fault, String node, String end) {
        Wires wires = cluster.wires();
        if (fault == Fault.SLOW) {
            long ms = 5 + random.nextInt(100);
            wires.delay(node, end, ms);
            wires.delay(end, node, ms);
            return;
        }
        if (fault != Fault.DEAF) {
            wires.silence(node, end);
        }
        if (fault != Fault.MUTE) {
            wires.silence(end, node);
        }
    }

    private static List<String> ends(boolean nodesOnly) {
        List<String> ends = new ArrayList<>();
        for (int id = 1; id <= LiveCluster.NODES; id++) {
            ends.add(String.valueOf(id));
        }
        if (!nodesOnly) {
            ends.add(Wires.CLIENTS);
        }
        return ends;
    }

    private int leader() throws InterruptedException {
        try {
            Node leader =
                    admin.describeTopics(List.of(place.topic()))
                            .allTopicNames()
                            .get(ASK_S, TimeUnit.SECONDS)
                            .get(place.topic())
                            .partitions()
                            .get(place.partition())
                            .leader();
            return leader == null || leader.isEmpty() ? any() : leader.id();
        } catch (ExecutionException | TimeoutException e) {
            return any(); // it is being elected
        }
    }

    private int controller() throws InterruptedException {
        try {
            return admin.describeMetadataQuorum()
                    .quorumInfo()
                    .get(ASK_S, TimeUnit.SECONDS)
                    .leaderId();
        } catch (ExecutionException | TimeoutException e) {
            return any();
        }
    }

    private int any() {
        return 1 + random.nextInt(LiveCluster.NODES);
    }

    private String time() {
        return (System.nanoTime() - begin) / 1_000_000 + " ms";
    }

    private static void rest(long ms) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(ms));
    }

    Map<Fault, Integer> done() {
        return new EnumMap<>(done);
    }

    /** What was done when. */
    List<String> diary() {
        return List.copyOf(diary);
    }

    @Override
    public void close() {
        admin.close(java.time.Duration.ZERO);
    }
}
