package io.leat.log.cli.replicas;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.DescribeLogDirsOptions;
import io.leat.clients.admin.LogDirDescription;
import io.leat.clients.admin.PartitionReassignment;
import io.leat.common.TopicPartition;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** What is being moved at present, and how much of it is left to copy. Used by one thread. */
public final class Moving {

    private static final long LOOK_MS = 250;
    private static final double ALMOST = 0.99;
    private static final int SIZES_TIMEOUT_MS = 5_000;

    /**
     * How far moves are.
     *
     * @param partitions that still move
     * @param bytes that are still to be copied, about
     */
    public record Left(int partitions, long bytes) {

        @Override
        public String toString() {
            return partitions
                    + (partitions == 1 ? " partition, " : " partitions, ")
                    + ByteSize.show(bytes)
                    + " left";
        }
    }

    private final Admin admin;

    public Moving(Admin admin) {
        this.admin = admin;
    }

    /** All moves under way. */
    public Map<TopicPartition, PartitionReassignment> now()
            throws ExecutionException, InterruptedException {
        return admin.listPartitionReassignments().reassignments().get();
    }

    /** How far these moves are. */
    public Left left(Map<TopicPartition, PartitionReassignment> moving)
            throws InterruptedException {
        Set<Integer> brokers = new TreeSet<>();
        moving.values().forEach(each -> brokers.addAll(each.replicas()));
        Map<Integer, Map<TopicPartition, Long>> sizes = sizes(brokers);
        long bytes = 0;
        for (var each : moving.entrySet()) {
            long whole = 0;
            for (int replica : each.getValue().replicas()) {
                whole = Math.max(whole, size(sizes, replica, each.getKey()));
            }
            for (int adding : each.getValue().addingReplicas()) {
                bytes += Math.max(0, whole - size(sizes, adding, each.getKey()));
            }
        }
        return new Left(moving.size(), bytes);
    }

    private static long size(
            Map<Integer, Map<TopicPartition, Long>> sizes, int broker, TopicPartition partition) {
        return sizes.getOrDefault(broker, Map.of()).getOrDefault(partition, 0L);
    }

    /** Bytes of each replica on these brokers; nothing of those that do not answer. */
    Map<Integer, Map<TopicPartition, Long>> sizes(Collection<Integer> brokers)
            throws InterruptedException {
        Map<Integer, Map<TopicPartition, Long>> sizes = new HashMap<>();
        var asked =
                admin.describeLogDirs(
                                brokers, new DescribeLogDirsOptions().timeoutMs(SIZES_TIMEOUT_MS))
                        .descriptions();
        for (var broker : asked.entrySet()) {
            Map<TopicPartition, Long> ofBroker = new HashMap<>();
            try {
                for (LogDirDescription directory : broker.getValue().get().values()) {
                    directory
                            .replicaInfos()
                            .forEach((partition, info) -> ofBroker.put(partition, info.size()));
                }
            } catch (ExecutionException e) {
                ofBroker.clear(); // it is down: what it has does not count
            }
            sizes.put(broker.getKey(), ofBroker);
        }
        return sizes;
    }

    /**
     * Waits until none of {@code partitions} moves any more, showing how far it is.
     *
     * @param partitions empty means all
     */
    public void await(Set<TopicPartition> partitions, PrintWriter out)
            throws ExecutionException, InterruptedException {
        long most = -1;
        int total = partitions.size();
        try (ProgressLine line = ProgressLine.on(out)) {
            while (true) {
                Map<TopicPartition, PartitionReassignment> moving = new HashMap<>(now());
                if (!partitions.isEmpty()) {
                    moving.keySet().retainAll(new HashSet<>(partitions));
                }
                Left left = left(moving);
                total = Math.max(total, left.partitions());
                most = Math.max(most, left.bytes());
                double byBytes = most <= 0 ? 1 : 1 - (double) left.bytes() / most;
                double byCount = total == 0 ? 1 : 1 - (double) left.partitions() / total;
                double done = Math.min(byBytes, byCount + (1 - byCount) * byBytes);
                line.show(moving.isEmpty() ? 1 : Math.min(done, ALMOST), left.toString());
                if (moving.isEmpty()) {
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MS);
            }
        }
    }
}
