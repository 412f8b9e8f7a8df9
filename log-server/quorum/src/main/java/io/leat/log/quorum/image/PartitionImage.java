package io.leat.log.quorum.image;

import java.util.List;

/**
 * One partition of a topic. Immutable.
 *
 * @param replicas the brokers that hold it, the preferred leader first
 * @param isr those of them that have everything committed
 * @param leader who takes writes, or -1
 * @param leaderEpoch grows with every leader
 * @param partitionEpoch grows with every change
 */
public record PartitionImage(
        int partition,
        List<Integer> replicas,
        List<Integer> isr,
        int leader,
        int leaderEpoch,
        int partitionEpoch) {

    public PartitionImage {
        replicas = List.copyOf(replicas);
        isr = List.copyOf(isr);
    }
}
