package io.leat.log.testkit.sim;

import io.leat.log.broker.data.IsrAnswer;
import io.leat.log.broker.data.IsrProposal;
import io.leat.log.protocol.LogRecord;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.BrokerRegistrationChangeRecord;
import io.leat.log.protocol.message.ConfigRecord;
import io.leat.log.protocol.message.PartitionChangeRecord;
import io.leat.log.protocol.message.PartitionRecord;
import io.leat.log.protocol.message.RegisterBrokerRecord;
import io.leat.log.protocol.message.TopicRecord;
import io.leat.log.quorum.image.BrokerImage;
import io.leat.log.quorum.image.MetadataDelta;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.PartitionImage;
import io.leat.log.runtime.Entropy;
import io.leat.log.runtime.sim.Simulation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A controller that never fails and elects cleanly, but whose news and answers are late, or lost.
 * Part of the script.
 */
final class ScriptedController {

    static final Uuid TOPIC = new Uuid(7, 7);
    static final String NAME = "t";

    private final Simulation simulation;
    private final Entropy dice;
    private final Consumer<String> note;
    private final Map<Integer, ReplicaNode> nodes = new TreeMap<>();
    private final Set<Integer> delivering = new HashSet<>();
    private MetadataImage image = MetadataImage.EMPTY;
    private long offset;
    boolean calm;

    /** Whether all proposals come late, also behind an election. */
    boolean slow;

    ScriptedController(Simulation simulation, Consumer<String> note) {
        this.note = note;
        this.simulation = simulation;
        this.dice = simulation.entropy("controller");
    }

    MetadataImage image() {
        return image;
    }

    PartitionImage partition(int index) {
        return image.topic(TOPIC).partition(index);
    }

    void create(List<ReplicaNode> brokers, int partitions, Map<String, String> settings) {
        brokers.forEach(node -> nodes.put(node.id, node));
        List<Integer> ids = List.copyOf(nodes.keySet());
        List<LogRecord> records = new ArrayList<>();
        ids.forEach(id -> records.add(registration(id, id)));
        records.add(new TopicRecord(NAME, TOPIC));
        for (int p = 0; p < partitions; p++) {
            records.add(
                    PartitionRecord.builder()
                            .partitionId(p)
                            .topicId(TOPIC)
                            .replicas(ids)
                            .isr(ids)
                            .leader(ids.get(p % ids.size()))
                            .leaderEpoch(0)
                            .partitionEpoch(0)
                            .build());
        }
        settings.forEach((key, value) -> records.add(new ConfigRecord((byte) 2, NAME, key, value)));
        offset = 100;
        change(records);
        nodes.values().forEach(node -> node.start(node.id, image, changes(node.id)));
    }

    private static RegisterBrokerRecord registration(int id, long epoch) {
        return RegisterBrokerRecord.builder()
                .brokerId(id)
                .brokerEpoch(epoch)
                .incarnationId(new Uuid(id, epoch))
                .rack("rack" + id)
                .fenced(false)
                .endPoints(
                        List.of(
                                new RegisterBrokerRecord.BrokerEndpoint(
                                        "PLAINTEXT", "n" + id, ReplicaNode.PORT, (short) 0)))
                .build();
    }

    private void change(List<? extends LogRecord> records) {
        if (records.isEmpty()) {
            return;
        }
        MetadataDelta delta = new MetadataDelta(image);
        records.forEach(delta::apply);
        image = delta.image(++offset);
        records.forEach(record -> note.accept(brief(record)));
        nodes.keySet().forEach(this::deliver);
    }

    private static String brief(LogRecord record) {
        return record instanceof PartitionChangeRecord change
                ? "partition "
                        + change.partitionId()
                        + " isr "
                        + change.isr()
                        + " leader "
                        + change.leader()
                : record instanceof BrokerRegistrationChangeRecord change
                        ? "broker " + change.brokerId() + " fenced " + change.fenced()
                        : record.getClass().getSimpleName();
    }

    /** Each node gets the newest image in a while; some wait long. */
    private void deliver(int id) {
        if (delivering.add(id)) {
            boolean late = !calm && dice.nextInt(12) == 0;
            simulation.after(
                    late ? dice.nextInt(1500) : dice.nextInt(20),
                    () -> {
                        delivering.remove(id);
                        nodes.get(id).publish(image);
                    });
        }
    }

    // ---- liveness ----

    boolean isLive(int id) {
        BrokerImage broker = image.broker(id);
        return broker != null && !broker.fenced();
    }

    /**
     * The broker is dead, or thought so: it leads nothing any more and leaves the ISRs, unless it
     * is the last one.
     */
    void fence(int id) {
        List<LogRecord> records = new ArrayList<>();
        if (isLive(id)) {
            records.add(fencing(id, (byte) 1));
        }
        for (PartitionImage each : image.topic(TOPIC).partitions()) {
            List<Integer> isr = new ArrayList<>(each.isr());
            boolean left = isr.size() > 1 && isr.remove((Integer) id);
            boolean led = each.leader() == id;
            if (left || led) {
                PartitionChangeRecord.Builder change = changeOf(each).isr(isr);
                if (led) {
                    change.leader(
                            isr.stream()
                                    .filter(member -> member != id && isLive(member))
                                    .findFirst()
                                    .orElse(PartitionImage.NO_LEADER));
                }
                records.add(change.build());
            }
        }
        change(records);
    }

    private LogRecord fencing(int id, byte fenced) {
        return BrokerRegistrationChangeRecord.builder()
                .brokerId(id)
                .brokerEpoch(image.broker(id).epoch())
                .fenced(fenced)
                .build();
    }

    private static PartitionChangeRecord.Builder changeOf(PartitionImage partition) {
        return PartitionChangeRecord.builder().partitionId(partition.partition()).topicId(TOPIC);
    }

    /** The broker is heard again. */
    void unfence(int id) {
        if (!isLive(id)) {
            change(List.of(fencing(id, (byte) -1)));
            electMissing();
        }
    }

    /**
     * The broker comes back as another process.
     *
     * @param durable whether it has everything it ever said it has
     */
    void restart(ReplicaNode node, boolean durable) {
        if (!durable) {
            fence(node.id);
        }
        change(List.of(registration(node.id, ++offset)));
        electMissing();
        node.start(image.broker(node.id).epoch(), image, changes(node.id));
    }

    private void electMissing() {
        List<LogRecord> records = new ArrayList<>();
        for (PartitionImage each : image.topic(TOPIC).partitions()) {
            if (!each.hasLeader()) {
                each.isr().stream()
                        .filter(this::isLive)
                        .findFirst()
                        .ifPresent(id -> records.add(changeOf(each).leader(id).build()));
            }
        }
        change(records);
    }

    /** Another of the ISR leads, though nothing is wrong with the one that did. */
    void move(int index) {
        PartitionImage state = partition(index);
        List<Integer> others = new ArrayList<>(state.isr());
        others.removeIf(id -> id == state.leader() || !isLive(id));
        if (!others.isEmpty()) {
            int next = others.get(dice.nextInt(others.size()));
            change(List.of(changeOf(state).leader(next).build()));
        }
    }

    /** A replica leads that may lack what was committed. */
    void electUncleanly(int index, int id) {
        change(
                List.of(
                        changeOf(partition(index))
                                .isr(List.of(id))
                                .leader(id)
                                .leaderRecoveryState(PartitionImage.RECOVERING)
                                .build()));
    }

    // ---- ISR ----

    private io.leat.log.broker.replication.IsrChanges changes(int from) {
        return (proposal, answered) -> {
            int fate = calm ? 0 : dice.nextInt(20);
            if (fate == 19) {
                simulation.after(100, () -> answer(from, answered, new IsrAnswer.Unknown()));
                return;
            }
            long back = dice.nextInt(fate == 18 ? 1000 : 10);
            simulation.after(
                    dice.nextInt(fate == 17 || slow ? 1000 : 10),
                    () -> {
                        IsrAnswer answer = decide(from, proposal);
                        IsrAnswer told = fate == 16 ? new IsrAnswer.Unknown() : answer;
                        simulation.after(back, () -> answer(from, answered, told));
                    });
        };
    }

    private void answer(int to, Consumer<IsrAnswer> answered, IsrAnswer answer) {
        ReplicaNode node = nodes.get(to);
        if (node.host.isUp()) {
            node.host.ports().loop().execute(() -> answered.accept(answer));
        }
    }

    private IsrAnswer decide(int from, IsrProposal proposal) {
        var decision = ScriptedIsr.decide(image, from, proposal);
        change(decision.records());
        return ScriptedIsr.answer(decision.reply());
    }
}
