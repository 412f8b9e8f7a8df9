package io.leat.log.testkit.cluster;

import io.leat.log.protocol.Uuid;
import io.leat.log.quorum.ReplicaKey;
import io.leat.log.quorum.VoterSet;
import io.leat.log.quorum.image.PartitionImage;
import io.leat.log.quorum.image.TopicImage;
import io.leat.log.runtime.DiskFile;
import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.Entropy;
import io.leat.log.runtime.sim.SimDisk;
import io.leat.log.runtime.sim.SimNode;
import io.leat.log.storage.LogDirectory;
import io.leat.log.testkit.sim.SimulatedLog;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What operators do to a cluster that is in use. Owned by the test script. */
final class MembershipFaults {

    private static final long NEXT_NODE_MS = 1_000;

    private final SimulatedLog log;
    private final ClusterPlan plan;
    private final ClusterState state;
    private final MachineFaults machines;
    private final Operator operator;
    private final Entropy dice;
    private boolean rolling;
    private boolean ended;

    MembershipFaults(
            SimulatedLog log,
            ClusterPlan plan,
            ClusterState state,
            MachineFaults machines,
            Entropy dice) {
        this.log = log;
        this.plan = plan;
        this.state = state;
        this.machines = machines;
        this.operator = new Operator(log);
        this.dice = dice;
    }

    void stop() {
        ended = true;
    }

    private SimNode anyBroker() {
        return log.brokers().get(dice.nextInt(log.brokers().size()));
    }

    void electLeaders() {
        operator.electPreferred(anyBroker());
    }

    /** Moves a partition to as many replicas as it has, or takes back what is under way. */
    void reassign() {
        List<TopicImage> topics = state.topics();
        if (topics.isEmpty()) {
            return;
        }
        TopicImage topic = topics.get(dice.nextInt(topics.size()));
        PartitionImage partition = topic.partitions().get(dice.nextInt(topic.partitions().size()));
        if (partition.reassigning() && dice.nextInt(2) == 0) {
            operator.reassign(anyBroker(), topic.name(), partition.partition(), null);
            return;
        }
        List<Integer> left = new ArrayList<>();
        log.brokers().forEach(broker -> left.add(log.id(broker)));
        List<Integer> replicas = new ArrayList<>();
        int count = partition.settledReplicas() - partition.removingReplicas().size();
        while (replicas.size() < Math.max(1, count) && !left.isEmpty()) {
            replicas.add(left.remove(dice.nextInt(left.size())));
        }
        operator.reassign(anyBroker(), topic.name(), partition.partition(), replicas);
    }

    /**
     * Moves what a broker has to any of its folders: those it is in already, or comes to, as well.
     *
     * @return the broker; null if none can be asked
     */
    @Nullable SimNode moveFolders() {
        SimNode host = anyBroker();
        if (!host.isUp() || !log.node(host).started()) {
            return null;
        }
        List<LogDirectory> folders = log.node(host).broker().directories().all();
        for (TopicImage topic : state.topics()) {
            for (PartitionImage partition : topic.partitions()) {
                if (partition.replicas().contains(log.id(host))) {
                    operator.moveFolder(
                            host,
                            folders.get(dice.nextInt(folders.size())).path(),
                            topic.name(),
                            partition.partition());
                }
            }
        }
        return host;
    }

    /** Removes a voter or adds one, if voters may change here. */
    void changeVoters() {
        SimNode leader = state.controller();
        VoterSet voters = state.voters();
        if (!log.layout().dynamic() || voters.size() == 0) {
            return;
        }
        SimNode host = log.hosts().get(dice.nextInt(log.hosts().size()));
        if (!log.votes(host)) {
            return;
        }
        VoterSet.Voter present = voters.find(log.id(host));
        if (present != null && dice.nextInt(2) == 0) {
            operator.removeVoter(leader, present.key());
        } else if (present == null) {
            ReplicaKey key = key(host);
            if (key != null) {
                operator.addVoter(
                        leader, key, new Endpoint(host.name(), SimulatedLog.CONTROLLER_PORT));
            }
        }
    }

    /** Whose disk a node has; null while that is not formatted. */
    private @Nullable ReplicaKey key(SimNode host) {
        SimDisk disk = host.disk("data");
        if (!disk.exists("meta.properties")) {
            return null;
        }
        DiskFile file = disk.openRead("meta.properties");
        ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
        file.read(bytes, 0);
        file.close();
        for (String line : new String(bytes.array(), StandardCharsets.UTF_8).split("\n")) {
            if (line.startsWith("directory.id=")) {
                return new ReplicaKey(
                        log.id(host), Uuid.parse(line.substring("directory.id=".length()).trim()));
            }
        }
        return null;
    }

    /** One node after the other is stopped in order and started again. */
    void rollingRestart() {
        if (!rolling) {
            rolling = true;
            roll(0);
        }
    }

    private void roll(int index) {
        if (ended || index == log.hosts().size()) {
            rolling = false;
            return;
        }
        machines.restartInOrder(
                log.hosts().get(index),
                () ->
                        log.simulation()
                                .after(
                                        1 + dice.nextInt((int) (2 * plan.meanDurationMs())),
                                        () -> waitForAll(index, 0)));
    }

    private void waitForAll(int index, int tries) {
        if (tries < 10 && !ended && !state.isWhole()) {
            log.simulation().after(NEXT_NODE_MS, () -> waitForAll(index, tries + 1));
        } else {
            roll(index + 1);
        }
    }
}
