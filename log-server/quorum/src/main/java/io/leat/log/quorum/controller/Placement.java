package io.leat.log.quorum.controller;

import io.leat.log.quorum.image.BrokerImage;
import io.leat.log.quorum.image.MetadataImage;
import java.util.ArrayList;
import java.util.List;

/** Spreads replicas over brokers: round robin from a start that differs by topic. Stateless. */
final class Placement {

    private Placement() {}

    /** The brokers that can take replicas. */
    static List<Integer> candidates(MetadataImage image) {
        return image.brokers().stream().filter(b -> !b.fenced()).map(BrokerImage::id).toList();
    }

    /** Replicas of partitions {@code first} to {@code end - 1}. */
    static List<List<Integer>> spread(
            List<Integer> brokers, int start, int first, int end, int replicationFactor) {
        List<List<Integer>> assignments = new ArrayList<>(end - first);
        for (int partition = first; partition < end; partition++) {
            List<Integer> replicas = new ArrayList<>(replicationFactor);
            for (int i = 0; i < replicationFactor; i++) {
                replicas.add(brokers.get(Math.floorMod(start + partition + i, brokers.size())));
            }
            assignments.add(replicas);
        }
        return assignments;
    }
}
