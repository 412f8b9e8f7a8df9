package io.leat.clients.consumer;

import io.leat.common.TopicPartition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who says it owns which partition, and since which generation. Where two members claim one
 * partition the later generation is right; at equal generations neither keeps it.
 */
final class Claims {

    /** What one member claims. */
    record Claim(List<TopicPartition> partitions, int generation) {}

    private final Map<TopicPartition, Set<String>> claimants = new HashMap<>();
    private final Map<TopicPartition, String> owners = new HashMap<>();
    private final Map<TopicPartition, Integer> generations = new HashMap<>();

    void add(String member, Claim claim) {
        for (TopicPartition partition : claim.partitions()) {
            if (!claimants.computeIfAbsent(partition, none -> new HashSet<>()).add(member)) {
                continue;
            }
            Integer best = generations.get(partition);
            if (best == null || claim.generation() > best) {
                generations.put(partition, claim.generation());
                owners.put(partition, member);
            } else if (claim.generation() == best) {
                owners.remove(partition);
            }
        }
    }

    /** Partitions with an undisputed owner. */
    Map<TopicPartition, String> owners() {
        return owners;
    }

    /** Whether {@code member} claims {@code partition}, rightly or not. */
    boolean claims(String member, TopicPartition partition) {
        return claimants.getOrDefault(partition, Set.of()).contains(member);
    }

    /** Whether a member other than {@code member} claims {@code partition}, rightly or not. */
    boolean claimedByOther(String member, TopicPartition partition) {
        Set<String> all = claimants.getOrDefault(partition, Set.of());
        return all.size() > 1 || (all.size() == 1 && !all.contains(member));
    }
}
