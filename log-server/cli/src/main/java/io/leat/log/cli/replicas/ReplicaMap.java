package io.leat.log.cli.replicas;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.DescribeClusterOptions;
import io.leat.clients.admin.ListTopicsOptions;
import io.leat.clients.admin.TopicDescription;
import io.leat.common.Node;
import io.leat.common.TopicPartition;
import io.leat.common.TopicPartitionInfo;
import io.leat.common.errors.UnknownTopicOrPartitionException;
import io.leat.log.cli.CommandFailure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where the replicas of a cluster are at some moment. Immutable.
 *
 * @param brokers all that are registered, by id
 * @param replicas of all partitions
 * @param leaders of partitions that have one
 */
public record ReplicaMap(
        SortedMap<Integer, Node> brokers,
        SortedMap<TopicPartition, List<Integer>> replicas,
        Map<TopicPartition, Integer> leaders) {

    /** Asks for it. */
    public static ReplicaMap of(Admin admin) throws ExecutionException, InterruptedException {
        Collection<String> names =
                admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get();
        return of(admin, names);
    }

    /** Asks for some topics only, which all have to be there. */
    public static ReplicaMap of(Admin admin, Collection<String> topics)
            throws ExecutionException, InterruptedException {
        SortedMap<Integer, Node> brokers = new TreeMap<>();
        admin.describeCluster(new DescribeClusterOptions().includeFencedBrokers(true))
                .nodes()
                .get()
                .forEach(node -> brokers.put(node.id(), node));
        SortedMap<TopicPartition, List<Integer>> replicas = new TreeMap<>(Placement.ORDER);
        Map<TopicPartition, Integer> leaders = new TreeMap<>(Placement.ORDER);
        for (var each : admin.describeTopics(topics).topicNameValues().entrySet()) {
            TopicDescription topic = described(each.getKey(), each.getValue());
            for (TopicPartitionInfo info : topic.partitions()) {
                TopicPartition partition = new TopicPartition(topic.name(), info.partition());
                replicas.put(partition, info.replicas().stream().map(Node::id).toList());
                Node leader = info.leader();
                if (leader != null && !leader.isEmpty()) {
                    leaders.put(partition, leader.id());
                }
            }
        }
        return new ReplicaMap(brokers, replicas, leaders);
    }

    private static TopicDescription described(
            String name, io.leat.common.KafkaFuture<TopicDescription> future)
            throws ExecutionException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new CommandFailure("Topic " + name + " not found.", e);
            }
            throw e;
        }
    }

    /** Brokers that are alive, with their racks. */
    public SortedMap<Integer, @Nullable String> live() {
        SortedMap<Integer, @Nullable String> live = new TreeMap<>();
        brokers.forEach(
                (id, node) -> {
                    if (!node.isFenced()) {
                        live.put(id, node.rack());
                    }
                });
        return live;
    }

    /** The partitions for which {@code wanted} holds. */
    public SortedMap<TopicPartition, List<Integer>> select(Predicate<TopicPartition> wanted) {
        SortedMap<TopicPartition, List<Integer>> some = new TreeMap<>(Placement.ORDER);
        replicas.forEach(
                (partition, brokers) -> {
                    if (wanted.test(partition)) {
                        some.put(partition, brokers);
                    }
                });
        return some;
    }

    /** Those of {@code target} that are not so already. */
    public SortedMap<TopicPartition, List<Integer>> changes(
            Map<TopicPartition, List<Integer>> target) {
        SortedMap<TopicPartition, List<Integer>> changes = new TreeMap<>(Placement.ORDER);
        target.forEach(
                (partition, brokers) -> {
                    if (!brokers.equals(replicas.get(partition))) {
                        changes.put(partition, brokers);
                    }
                });
        return changes;
    }

    /** How many replicas each broker has, and how many partitions prefer it. */
    public static List<String> counts(
            Collection<Integer> brokers, Collection<List<Integer>> partitions) {
        List<String> lines = new ArrayList<>();
        for (int broker : brokers) {
            long has = partitions.stream().filter(each -> each.contains(broker)).count();
            long first = partitions.stream().filter(each -> each.get(0) == broker).count();
            lines.add(has + " replicas, " + first + " of them preferred leaders");
        }
        return lines;
    }
}
