package io.leat.clients.producer;

import io.leat.common.Cluster;
import io.leat.common.PartitionInfo;
import io.leat.common.TopicPartition;
import io.leat.log.runtime.Entropy;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The queues of one topic, and where records without a key go: they stay with one partition for
 * {@code batch.size} bytes, and the next one is drawn at random, those with short queues more often
 * (KIP-794). The choice is guarded by the monitor, and used by sending threads.
 */
final class TopicQueues {

    private final String topic;
    private final ConcurrentMap<Integer, PartitionQueue> queues = new ConcurrentHashMap<>();
    private final Entropy entropy;
    private final int stickyBytes;
    private final boolean adaptive;
    private int sticky = -1;
    private int stickyUsed;

    TopicQueues(String topic, Entropy entropy, int stickyBytes, boolean adaptive) {
        this.topic = topic;
        this.entropy = entropy;
        this.stickyBytes = Math.max(1, stickyBytes);
        this.adaptive = adaptive;
    }

    PartitionQueue queue(int partition) {
        PartitionQueue queue = queues.get(partition);
        return queue != null
                ? queue
                : queues.computeIfAbsent(
                        partition, id -> new PartitionQueue(new TopicPartition(topic, id)));
    }

    /** The partition for the next record of {@code bytes} without a key. */
    synchronized int nextSticky(Cluster cluster, int bytes) {
        if (sticky < 0 || stickyUsed >= stickyBytes) {
            sticky = draw(cluster);
            stickyUsed = 0;
        }
        stickyUsed += bytes;
        return sticky;
    }

    private int draw(Cluster cluster) {
        List<PartitionInfo> candidates = cluster.availablePartitionsForTopic(topic);
        if (candidates.isEmpty()) {
            candidates = cluster.partitionsForTopic(topic);
        }
        if (!adaptive) {
            return candidates.get(entropy.nextInt(candidates.size())).partition();
        }
        int longest = 0;
        int[] depths = new int[candidates.size()];
        for (int i = 0; i < depths.length; i++) {
            PartitionQueue queue = queues.get(candidates.get(i).partition());
            depths[i] = queue == null ? 0 : queue.depth();
            longest = Math.max(longest, depths[i]);
        }
        int total = 0;
        for (int depth : depths) {
            total += longest + 1 - depth;
        }
        int drawn = entropy.nextInt(total);
        for (int i = 0; i < depths.length; i++) {
            drawn -= longest + 1 - depths[i];
            if (drawn < 0) {
                return candidates.get(i).partition();
            }
        }
        return candidates.get(0).partition();
    }
}
