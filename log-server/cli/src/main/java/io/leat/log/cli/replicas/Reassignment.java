package io.leat.log.cli.replicas;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.AlterPartitionReassignmentsOptions;
import io.leat.clients.admin.NewPartitionReassignment;
import io.leat.clients.admin.PartitionReassignment;
import io.leat.common.ElectionType;
import io.leat.common.KafkaFuture;
import io.leat.common.TopicPartition;
import io.leat.common.errors.ElectionNotNeededException;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Carries out what the commands plan, and says what that is. Used by one thread. */
public final class Reassignment {

    private final Admin admin;

    public Reassignment(Admin admin) {
        this.admin = admin;
    }

    /**
     * Starts moves, or cancels them where there is no target.
     *
     * @return why some could not be, by partition
     */
    public SortedMap<TopicPartition, Throwable> submit(
            Map<TopicPartition, Optional<List<Integer>>> targets, boolean anyFactor)
            throws InterruptedException {
        Map<TopicPartition, Optional<NewPartitionReassignment>> asked = new HashMap<>();
        targets.forEach(
                (partition, brokers) ->
                        asked.put(partition, brokers.map(NewPartitionReassignment::new)));
        AlterPartitionReassignmentsOptions options =
                new AlterPartitionReassignmentsOptions().allowReplicationFactorChange(anyFactor);
        SortedMap<TopicPartition, Throwable> failed = new TreeMap<>(Placement.ORDER);
        for (Map.Entry<TopicPartition, KafkaFuture<Void>> each :
                admin.alterPartitionReassignments(asked, options).values().entrySet()) {
            try {
                each.getValue().get();
            } catch (ExecutionException e) {
                failed.put(each.getKey(), e.getCause() == null ? e : e.getCause());
            }
        }
        return failed;
    }

    /** Starts moves to these brokers. */
    public SortedMap<TopicPartition, Throwable> start(
            Map<TopicPartition, List<Integer>> targets, boolean anyFactor)
            throws InterruptedException {
        Map<TopicPartition, Optional<List<Integer>>> all = new HashMap<>();
        targets.forEach((partition, brokers) -> all.put(partition, Optional.of(brokers)));
        return submit(all, anyFactor);
    }

    /** Cancels moves. */
    public SortedMap<TopicPartition, Throwable> cancel(Collection<TopicPartition> partitions)
            throws InterruptedException {
        Map<TopicPartition, Optional<List<Integer>>> all = new HashMap<>();
        partitions.forEach(partition -> all.put(partition, Optional.empty()));
        return submit(all, true);
    }

    /** Says what a plan changes, and about how much has to be copied for it. */
    void explain(ReplicaMap before, Map<TopicPartition, List<Integer>> changes, PrintWriter out)
            throws InterruptedException {
        Map<Integer, Map<TopicPartition, Long>> sizes =
                new Moving(admin).sizes(before.live().keySet());
        long bytes = 0;
        int copies = 0;
        for (Map.Entry<TopicPartition, List<Integer>> each : changes.entrySet()) {
            List<Integer> from = before.replicas().getOrDefault(each.getKey(), List.of());
            int added = (int) each.getValue().stream().filter(b -> !from.contains(b)).count();
            bytes += added * largest(sizes, from, each.getKey());
            copies += added;
            out.println(each.getKey() + ": " + join(from) + " -> " + join(each.getValue()));
        }
        out.println(
                changes.size()
                        + (changes.size() == 1 ? " partition changes, " : " partitions change, ")
                        + copies
                        + (copies == 1 ? " replica is" : " replicas are")
                        + " copied, about "
                        + ByteSize.show(bytes));
    }

    private static long largest(
            Map<Integer, Map<TopicPartition, Long>> sizes,
            List<Integer> brokers,
            TopicPartition partition) {
        long largest = 0;
        for (int broker : brokers) {
            largest =
                    Math.max(
                            largest,
                            sizes.getOrDefault(broker, Map.of()).getOrDefault(partition, 0L));
        }
        return largest;
    }

    static String join(Collection<Integer> brokers) {
        return String.join(",", brokers.stream().map(String::valueOf).toList());
    }

    /**
     * Starts what {@code changes} says and waits for it if asked to.
     *
     * @param bytesPerSecond null if moves are not held back
     * @return whether all were started
     */
    boolean run(
            ReplicaMap before,
            Map<TopicPartition, List<Integer>> changes,
            @Nullable Long bytesPerSecond,
            boolean wait,
            PrintWriter out)
            throws ExecutionException, InterruptedException {
        ThrottledMoves throttle = new ThrottledMoves(admin);
        if (bytesPerSecond != null) {
            throttle.set(new Moving(admin).now(), before.replicas(), changes, bytesPerSecond);
        }
        SortedMap<TopicPartition, Throwable> failed = start(changes, true);
        failed.forEach((partition, cause) -> out.println(partition + ": " + cause.getMessage()));
        out.flush();
        Set<TopicPartition> started = new HashSet<>(changes.keySet());
        started.removeAll(failed.keySet());
        if (wait && !started.isEmpty()) {
            new Moving(admin).await(started, out);
            electPreferred(started);
            if (bytesPerSecond != null) {
                lift(before, changes.keySet());
            }
        }
        return failed.isEmpty();
    }

    /** Takes rates off all brokers, and these topics' replicas off the lists. */
    void lift(ReplicaMap map, Collection<TopicPartition> partitions)
            throws ExecutionException, InterruptedException {
        ThrottledMoves throttle = new ThrottledMoves(admin);
        throttle.clearBrokers(map.brokers().keySet());
        Set<String> topics = new TreeSet<>();
        partitions.forEach(each -> topics.add(each.topic()));
        throttle.clearTopics(topics);
    }

    /** Where another replica leads than the plan prefers, the preferred one takes over. */
    int electPreferred(Set<TopicPartition> partitions)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, Optional<Throwable>> outcomes =
                admin.electLeaders(ElectionType.PREFERRED, partitions).partitions().get();
        return (int) outcomes.values().stream().filter(Optional::isEmpty).count();
    }

    /** Whether there was nothing to do, or it was done, for this outcome of an election. */
    static boolean well(Optional<Throwable> outcome) {
        return outcome.isEmpty() || outcome.get() instanceof ElectionNotNeededException;
    }

    /** The moves under way of partitions that are wanted. */
    static Set<TopicPartition> moving(
            Map<TopicPartition, PartitionReassignment> now, Collection<TopicPartition> wanted) {
        Set<TopicPartition> moving = new TreeSet<>(Placement.ORDER);
        wanted.stream().filter(now::containsKey).forEach(moving::add);
        return moving;
    }
}
