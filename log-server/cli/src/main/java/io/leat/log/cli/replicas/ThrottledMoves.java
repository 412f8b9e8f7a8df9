package io.leat.log.cli.replicas;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.AlterConfigOp;
import io.leat.clients.admin.AlterConfigOp.OpType;
import io.leat.clients.admin.ConfigEntry;
import io.leat.clients.admin.PartitionReassignment;
import io.leat.common.TopicPartition;
import io.leat.common.config.ConfigResource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;

/**
 * Holds moves back (KIP-73): tells brokers how fast they may copy, and topics which replicas that
 * is about. Used by one thread.
 */
public final class ThrottledMoves {

    private static final String LEADER_REPLICAS = "leader.replication.throttled.replicas";
    private static final String FOLLOWER_REPLICAS = "follower.replication.throttled.replicas";
    private static final String LEADER_RATE = "leader.replication.throttled.rate";
    private static final String FOLLOWER_RATE = "follower.replication.throttled.rate";
    private static final String DIRECTORY_RATE = "replica.alter.log.dirs.io.max.bytes.per.second";

    /** What moves of one partition: from those that have it to those that do not. */
    private record Move(Set<Integer> sources, Set<Integer> destinations) {}

    private final Admin admin;

    public ThrottledMoves(Admin admin) {
        this.admin = admin;
    }

    /**
     * Lists what moves now and what is about to, and sets the rate on all brokers that take part.
     *
     * @param current moves under way
     * @param present where the replicas of {@code target} are
     */
    public void set(
            Map<TopicPartition, PartitionReassignment> current,
            Map<TopicPartition, List<Integer>> present,
            Map<TopicPartition, List<Integer>> target,
            long bytesPerSecond)
            throws ExecutionException, InterruptedException {
        Map<String, Map<Integer, Move>> topics = moves(current, present, target);
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        Set<Integer> brokers = new TreeSet<>();
        topics.forEach(
                (topic, partitions) -> {
                    Set<String> leaders = new TreeSet<>();
                    Set<String> followers = new TreeSet<>();
                    partitions.forEach(
                            (number, move) -> {
                                move.sources.forEach(each -> leaders.add(number + ":" + each));
                                move.destinations.forEach(
                                        each -> followers.add(number + ":" + each));
                                brokers.addAll(move.sources);
                                brokers.addAll(move.destinations);
                            });
                    changes.put(
                            new ConfigResource(ConfigResource.Type.TOPIC, topic),
                            List.of(
                                    set(LEADER_REPLICAS, String.join(",", leaders)),
                                    set(FOLLOWER_REPLICAS, String.join(",", followers))));
                });
        admin.incrementalAlterConfigs(changes).all().get();
        rate(brokers, bytesPerSecond);
    }

    private static Map<String, Map<Integer, Move>> moves(
            Map<TopicPartition, PartitionReassignment> current,
            Map<TopicPartition, List<Integer>> present,
            Map<TopicPartition, List<Integer>> target) {
        Map<String, Map<Integer, Move>> topics = new TreeMap<>();
        current.forEach(
                (partition, moving) -> {
                    Set<Integer> sources = new TreeSet<>(moving.replicas());
                    moving.addingReplicas().forEach(sources::remove);
                    put(topics, partition, sources, new TreeSet<>(moving.addingReplicas()));
                });
        target.forEach(
                (partition, brokers) -> {
                    Move under =
                            topics.getOrDefault(partition.topic(), Map.of())
                                    .get(partition.partition());
                    Set<Integer> sources =
                            under != null
                                    ? under.sources
                                    : new TreeSet<>(present.getOrDefault(partition, List.of()));
                    Set<Integer> destinations = new TreeSet<>(brokers);
                    destinations.removeAll(sources);
                    put(topics, partition, sources, destinations);
                });
        return topics;
    }

    private static void put(
            Map<String, Map<Integer, Move>> topics,
            TopicPartition partition,
            Set<Integer> sources,
            Set<Integer> destinations) {
        topics.computeIfAbsent(partition.topic(), topic -> new TreeMap<>())
                .put(partition.partition(), new Move(sources, destinations));
    }

    private void rate(Set<Integer> brokers, long bytesPerSecond)
            throws ExecutionException, InterruptedException {
        String text = Long.toString(bytesPerSecond);
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        for (int broker : brokers) {
            changes.put(broker(broker), List.of(set(LEADER_RATE, text), set(FOLLOWER_RATE, text)));
        }
        admin.incrementalAlterConfigs(changes).all().get();
    }

    /** Sets the rate for replicas that are moved to other directories of their brokers. */
    public void directoryRate(Set<Integer> brokers, long bytesPerSecond)
            throws ExecutionException, InterruptedException {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        for (int broker : brokers) {
            changes.put(
                    broker(broker), List.of(set(DIRECTORY_RATE, Long.toString(bytesPerSecond))));
        }
        admin.incrementalAlterConfigs(changes).all().get();
    }

    /** Takes all rates off these brokers. */
    public void clearBrokers(Collection<Integer> brokers)
            throws ExecutionException, InterruptedException {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        for (int broker : brokers) {
            changes.put(
                    broker(broker),
                    List.of(delete(LEADER_RATE), delete(FOLLOWER_RATE), delete(DIRECTORY_RATE)));
        }
        admin.incrementalAlterConfigs(changes).all().get();
    }

    /** Lists nothing of these topics any more. */
    public void clearTopics(Collection<String> topics)
            throws ExecutionException, InterruptedException {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        for (String topic : topics) {
            changes.put(
                    new ConfigResource(ConfigResource.Type.TOPIC, topic),
                    new ArrayList<>(List.of(delete(LEADER_REPLICAS), delete(FOLLOWER_REPLICAS))));
        }
        admin.incrementalAlterConfigs(changes).all().get();
    }

    private static ConfigResource broker(int id) {
        return new ConfigResource(ConfigResource.Type.BROKER, Integer.toString(id));
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), OpType.SET);
    }

    private static AlterConfigOp delete(String name) {
        return new AlterConfigOp(new ConfigEntry(name, null), OpType.DELETE);
    }
}
