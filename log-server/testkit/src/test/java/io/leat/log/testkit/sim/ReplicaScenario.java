package io.leat.log.testkit.sim;

import io.leat.log.broker.data.LogPartition;
import io.leat.log.broker.partition.TopicIdPartition;
import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.protocol.record.RecordCursor;
import io.leat.log.quorum.image.PartitionImage;
import io.leat.log.runtime.Entropy;
import io.leat.log.runtime.sim.DiskFaults;
import io.leat.log.runtime.sim.Simulation;
import io.leat.log.storage.LogRead;
import io.leat.log.storage.PartitionLog;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Replicas of a few partitions under one seed: two or three brokers, writers and readers, a script
 * that elects leaders cleanly, and faults. With records kept in memory only, one broker at a time
 * dies; with durable ones all may. What was acknowledged or read has to stay.
 */
final class ReplicaScenario implements AutoCloseable {

    private static final int PARTITIONS = 2;

    final Simulation simulation;
    private final Entropy dice;
    private final boolean persisted;
    private final List<ReplicaNode> nodes = new ArrayList<>();
    private final ScriptedController controller;
    final ReplicaClients clients;
    private final Set<Integer> down = new HashSet<>();
    private final Set<Integer> unseen = new HashSet<>();
    final List<String> history = new ArrayList<>();
    int crashes;

    ReplicaScenario(long seed) {
        this(seed, false);
    }

    /**
     * @param slow whether the controller hears late what leaders propose
     */
    ReplicaScenario(long seed, boolean slow) {
        simulation = new Simulation(seed);
        dice = simulation.entropy("nemesis");
        persisted = dice.nextInt(3) == 0;
        int replicas = 2 + dice.nextInt(2);
        note(replicas + " replicas, " + (persisted ? "persisted" : "replicated"));
        controller = new ScriptedController(simulation, this::note);
        controller.slow = slow;
        Map<String, String> settings =
                Map.of(
                        "replica.lag.time.max.ms", "700",
                        "replica.fetch.wait.max.ms", "200",
                        "replica.socket.timeout.ms", "600");
        DiskFaults.Loss[] losses = DiskFaults.Loss.values();
        for (int id = 1; id <= replicas; id++) {
            ReplicaNode node = new ReplicaNode(id, 1 + dice.nextInt(3), simulation, settings);
            node.host.diskFaults(DiskFaults.NONE.withLoss(losses[dice.nextInt(losses.length)]));
            nodes.add(node);
        }
        clients = new ReplicaClients(controller, simulation.node("client"), PARTITIONS, replicas);
        String durability = persisted ? "persisted" : "replicated";
        String minIsr = String.valueOf(1 + dice.nextInt(2));
        controller.create(
                nodes,
                PARTITIONS,
                Map.of(
                        "durability", durability,
                        "min.insync.replicas", minIsr,
                        "segment.bytes", "2000"));
    }

    /** Runs it, and checks what is left. */
    void run() {
        simulation.runFor(200);
        clients.start();
        for (int i = 0; i < 25; i++) {
            simulation.runFor(dice.nextInt(500));
            fault();
        }
        heal();
        check();
    }

    // ---- faults ----

    private void note(String event) {
        history.add(simulation.nowMs() + " " + event);
    }

    private ReplicaNode any() {
        return nodes.get(dice.nextInt(nodes.size()));
    }

    private void fault() {
        switch (dice.nextInt(8)) {
            case 0, 1 -> crash(any());
            case 2, 3 -> controller.move(dice.nextInt(PARTITIONS));
            case 4 -> cut(any().host.name(), any().host.name());
            case 5 -> pause(any());
            case 6 -> {
                ReplicaNode node = any();
                fence(node);
                simulation.after(dice.nextInt(800), () -> unfence(node));
            }
            default -> simulation.runFor(dice.nextInt(700));
        }
    }

    /**
     * Takes it for dead. Not while another one has died unseen and without its disk: nobody may be
     * left then who has everything.
     */
    private void fence(ReplicaNode node) {
        if (persisted || unseen.isEmpty()) {
            controller.fence(node.id);
        }
    }

    private void unfence(ReplicaNode node) {
        if (!down.contains(node.id)) {
            controller.unfence(node.id);
        }
    }

    private boolean mayDie(int id) {
        boolean last = false;
        for (int p = 0; p < PARTITIONS; p++) {
            last |= controller.partition(p).isr().equals(List.of(id));
        }
        return !down.contains(id) && (persisted || down.isEmpty() && unseen.isEmpty() && !last);
    }

    private void crash(ReplicaNode node) {
        if (!mayDie(node.id)) {
            return;
        }
        crashes++;
        down.add(node.id);
        unseen.add(node.id);
        boolean power = dice.nextInt(3) > 0;
        note((power ? "power loss of " : "kill of ") + node.id);
        if (power) {
            node.host.crash();
        } else {
            node.host.kill();
        }
        long seenMs = dice.nextInt(300);
        simulation.after(
                seenMs,
                () -> {
                    if (unseen.remove(node.id)) {
                        controller.fence(node.id);
                    }
                });
        simulation.after(dice.nextInt(1200), () -> restart(node));
    }

    private void restart(ReplicaNode node) {
        if (!node.host.isUp()) {
            note("restart of " + node.id);
            node.host.restart();
            controller.restart(node, persisted);
            down.remove(node.id);
            unseen.remove(node.id);
        }
    }

    private void cut(String a, String b) {
        if (!a.equals(b)) {
            if (dice.nextInt(3) == 0) {
                simulation.network().breakConnections(a, b);
            } else {
                note("cut between " + a + " and " + b);
                simulation.network().partition(a, b);
                simulation.after(dice.nextInt(2000), () -> simulation.network().heal(a, b));
            }
        }
    }

    private void pause(ReplicaNode node) {
        note("pause of " + node.id);
        node.host.pause();
        boolean noticed = dice.nextInt(2) == 0;
        simulation.after(
                300,
                () -> {
                    if (noticed) {
                        fence(node);
                    }
                });
        simulation.after(
                100 + dice.nextInt(1500),
                () -> {
                    node.host.resume();
                    unfence(node);
                });
    }

    // ---- the end ----

    private void heal() {
        controller.calm = true;
        simulation.runFor(2500); // what was begun ends
        simulation.network().heal();
        for (ReplicaNode node : nodes) {
            node.host.resume();
            restart(node);
            controller.unfence(node.id);
        }
        clients.stopped = true;
        boolean[] whole = {false};
        for (int tries = 0; tries < 200 && !whole[0]; tries++) {
            simulation.runFor(50);
            whole[0] = isWhole();
        }
        if (!whole[0]) {
            for (int p = 0; p < PARTITIONS; p++) {
                for (ReplicaNode node : nodes) {
                    note(node.id + ": " + describe(node.partition(id(p))));
                }
            }
            throw new AssertionError("the replicas never became one: " + controller.partition(0));
        }
    }

    private static String describe(LogPartition data) {
        return data == null
                ? "not open"
                : data.assignment().state()
                        + " to "
                        + data.log().highWatermark()
                        + " of "
                        + data.log().endOffset()
                        + (data.follower() == null ? "" : " follows");
    }

    private static TopicIdPartition id(int partition) {
        return new TopicIdPartition(ScriptedController.TOPIC, ScriptedController.NAME, partition);
    }

    private boolean isWhole() {
        for (int p = 0; p < PARTITIONS; p++) {
            PartitionImage state = controller.partition(p);
            long end = -1;
            for (ReplicaNode node : nodes) {
                LogPartition data = node.partition(id(p));
                boolean same =
                        data != null
                                && (end < 0 || data.log().endOffset() == end)
                                && data.log().highWatermark() == data.log().endOffset();
                if (!same) {
                    return false;
                }
                end = data.log().endOffset();
            }
            if (state.isr().size() < nodes.size() || !state.hasLeader()) {
                return false;
            }
        }
        return true;
    }

    private void check() {
        for (int p = 0; p < PARTITIONS; p++) {
            List<ByteBuffer> first = null;
            String epochs = null;
            for (ReplicaNode node : nodes) {
                PartitionLog log = node.partition(id(p)).log();
                List<ByteBuffer> batches = batches(log);
                first = first == null ? batches : first;
                epochs = epochs == null ? epochs(log) : epochs;
                expect(first.equals(batches), "the logs of " + p + " differ");
                expect(epochs.equals(epochs(log)), "epochs of " + p + " differ: " + epochs(log));
                expect(epochs(log).equals(written(batches)), "epochs of " + p + " are not its");
            }
            Map<Long, String> values = values(first);
            clients.known(p)
                    .forEach(
                            (offset, value) ->
                                    expect(
                                            value.equals(values.get(offset)),
                                            value + " at " + offset + " is lost"));
        }
    }

    private static void expect(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    private static List<ByteBuffer> batches(PartitionLog log) {
        List<ByteBuffer> all = new ArrayList<>();
        long offset = log.startOffset();
        while (offset < log.endOffset()) {
            LogRead read;
            try {
                read = log.planRead(offset, log.endOffset(), 1 << 20, true).call();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            for (ByteBuffer bytes : read.batches()) {
                for (RecordBatch batch : RecordBatch.in(bytes)) {
                    all.add(ByteBuffer.allocate(batch.sizeInBytes()).put(batch.slice()).flip());
                }
            }
            offset = read.nextOffset();
            read.release().run();
        }
        return all;
    }

    /** Where each epoch with records ends. */
    private static String epochs(PartitionLog log) {
        Map<Integer, Long> ends = new TreeMap<>();
        for (int epoch = 0; epoch <= log.latestEpoch(); epoch++) {
            var end = log.epochEnd(epoch);
            if (end != null) {
                ends.put(end.epoch(), end.endOffset());
            }
        }
        return ends.toString();
    }

    private static String written(List<ByteBuffer> batches) {
        Map<Integer, Long> ends = new TreeMap<>();
        for (ByteBuffer bytes : batches) {
            RecordBatch batch = RecordBatch.at(bytes);
            ends.put(batch.leaderEpoch(), batch.nextOffset());
        }
        return ends.toString();
    }

    private static Map<Long, String> values(List<ByteBuffer> batches) {
        Map<Long, String> values = new TreeMap<>();
        for (ByteBuffer bytes : batches) {
            try (RecordCursor cursor = RecordCursor.open(RecordBatch.at(bytes))) {
                while (cursor.next()) {
                    byte[] value = cursor.valueBytes();
                    values.put(cursor.offset(), new String(value, StandardCharsets.UTF_8));
                }
            }
        }
        return values;
    }

    @Override
    public void close() {
        simulation.close();
    }
}
