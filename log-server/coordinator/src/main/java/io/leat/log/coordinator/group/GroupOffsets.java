package io.leat.log.coordinator.group;

import io.leat.log.coordinator.TopicPartition;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The offsets of one group: committed ones, and those that open transactions still hold. Owned by
 * the shard's loop; changed by applied records and markers only.
 */
final class GroupOffsets {

    /** An offset, and where in the log it was committed: of two, the later one holds. */
    record At(long logOffset, CommittedOffset committed) {}

    private final Map<TopicPartition, At> committed = new HashMap<>();
    private final Map<Long, Map<TopicPartition, At>> pending = new HashMap<>();

    void commit(TopicPartition partition, At at) {
        committed.put(partition, at);
    }

    void hold(long producerId, TopicPartition partition, At at) {
        pending.computeIfAbsent(producerId, id -> new HashMap<>()).put(partition, at);
    }

    /** A removal also takes back what was held before it, even if its transaction commits. */
    void remove(TopicPartition partition) {
        committed.remove(partition);
        pending.values().forEach(held -> held.remove(partition));
        pending.values().removeIf(Map::isEmpty);
    }

    /**
     * Ends the transaction of {@code producerId}; an offset committed later than it was held wins.
     */
    void end(long producerId, boolean commit) {
        Map<TopicPartition, At> held = pending.remove(producerId);
        if (held == null || !commit) {
            return;
        }
        held.forEach(
                (partition, at) ->
                        committed.merge(
                                partition,
                                at,
                                (old, now) -> old.logOffset > now.logOffset ? old : now));
    }

    @Nullable CommittedOffset get(TopicPartition partition) {
        At at = committed.get(partition);
        return at == null ? null : at.committed;
    }

    Map<TopicPartition, At> committed() {
        return Collections.unmodifiableMap(committed);
    }

    /** Whether an open transaction may still change the offset of {@code partition}. */
    boolean isPending(TopicPartition partition) {
        for (Map<TopicPartition, At> held : pending.values()) {
            if (held.containsKey(partition)) {
                return true;
            }
        }
        return false;
    }

    boolean hasPending() {
        return !pending.isEmpty();
    }

    /** All partitions with a committed or pending offset. */
    Set<TopicPartition> partitions() {
        Set<TopicPartition> all = new HashSet<>(committed.keySet());
        pending.values().forEach(held -> all.addAll(held.keySet()));
        return all;
    }

    boolean isEmpty() {
        return committed.isEmpty() && pending.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GroupOffsets offsets
                && committed.equals(offsets.committed)
                && pending.equals(offsets.pending);
    }

    @Override
    public int hashCode() {
        return committed.hashCode();
    }

    @Override
    public String toString() {
        return committed + " pending " + pending;
    }
}
