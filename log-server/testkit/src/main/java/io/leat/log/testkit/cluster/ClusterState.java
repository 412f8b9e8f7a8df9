package io.leat.log.testkit.cluster;

import io.leat.log.quorum.RaftNode;
import io.leat.log.quorum.ReplicaKey;
import io.leat.log.quorum.VoterSet;
import io.leat.log.quorum.image.BrokerImage;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.PartitionImage;
import io.leat.log.quorum.image.TopicImage;
import io.leat.log.runtime.Entropy;
import io.leat.log.runtime.sim.SimNode;
import io.leat.log.testkit.sim.SimulatedLog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What somebody who sees all nodes at once knows of a cluster. Owned by the test script. */
final class ClusterState {

    private final SimulatedLog log;
    private final ClusterWatch watch;

    /** A partition with a leader. */
    record Led(String topic, PartitionImage state, SimNode leader, List<SimNode> followers) {}

    ClusterState(SimulatedLog log, ClusterWatch watch) {
        this.log = log;
        this.watch = watch;
    }

    MetadataImage image() {
        return watch.image();
    }

    SimNode host(int id) {
        return log.hosts().get(id - 1);
    }

    /** The node that leads the quorum, or did last as far as that is known; else any voter. */
    SimNode controller() {
        SimNode found = null;
        int epoch = -1;
        for (SimNode host : log.hosts()) {
            RaftNode raft = quorum(host);
            if (raft != null && raft.leading() && raft.epoch() > epoch) {
                epoch = raft.epoch();
                found = host;
            }
        }
        return found != null ? found : log.hosts().get(log.hosts().size() - 1);
    }

    /** The replica of the metadata log on a node that is up and has read it. */
    @Nullable RaftNode quorum(SimNode host) {
        return host.isUp() && log.node(host).booted() ? log.node(host).broker().quorum() : null;
    }

    /** The voters of the active controller; none if there is none. */
    VoterSet voters() {
        RaftNode raft = quorum(controller());
        return raft == null ? VoterSet.EMPTY : raft.voters();
    }

    /** Whether some node takes the disk of {@code host} for that of a voter, or may come to. */
    boolean mayVote(SimNode host) {
        if (!log.layout().dynamic()) {
            return log.votes(host);
        }
        for (SimNode each : log.hosts()) {
            RaftNode raft = quorum(each);
            if (raft == null) {
                return true;
            }
            for (VoterSet.Voter voter : raft.voters().voters()) {
                ReplicaKey key = voter.key();
                if (key.id() == log.id(host)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** All topics, in a fixed order. */
    List<TopicImage> topics() {
        List<TopicImage> topics = new ArrayList<>(image().topics());
        topics.sort(Comparator.comparing(TopicImage::name));
        return topics;
    }

    /** Whether all brokers serve and every replica is in sync: then each one can be missed. */
    boolean isWhole() {
        for (SimNode host : log.brokers()) {
            BrokerImage broker = image().broker(log.id(host));
            boolean well =
                    host.isUp()
                            && broker != null
                            && broker.live()
                            && watch.hasRegisteredAnew(host)
                            && log.node(host).started();
            if (!well) {
                return false;
            }
        }
        for (TopicImage topic : image().topics()) {
            for (PartitionImage partition : topic.partitions()) {
                if (partition.isr().size() != partition.replicas().size()
                        || partition.isr().size() < 2) {
                    return false;
                }
            }
        }
        return true;
    }

    /** A random partition with a leader, null if there is none. */
    @Nullable Led anyLed(Entropy dice) {
        List<TopicImage> topics = topics();
        if (topics.isEmpty()) {
            return null;
        }
        TopicImage topic = topics.get(dice.nextInt(topics.size()));
        PartitionImage state = topic.partitions().get(dice.nextInt(topic.partitions().size()));
        if (!state.hasLeader()) {
            return null;
        }
        List<SimNode> followers = new ArrayList<>();
        for (int id : state.replicas()) {
            if (id != state.leader()) {
                followers.add(host(id));
            }
        }
        return new Led(topic.name(), state, host(state.leader()), followers);
    }
}
