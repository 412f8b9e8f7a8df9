package io.leat.streams.query;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How far a store has come: the offset of the last record that it has seen of each input partition.
 * Safe for several threads.
 */
public class Position {

    private final ConcurrentHashMap<String, ConcurrentHashMap<Integer, Long>> offsets =
            new ConcurrentHashMap<>();

    private Position() {}

    /** Nothing was seen. */
    public static Position emptyPosition() {
        return new Position();
    }

    /** Offsets by topic and partition. */
    public static Position fromMap(Map<String, ? extends Map<Integer, Long>> map) {
        Position position = new Position();
        map.forEach(
                (topic, partitions) ->
                        partitions.forEach(
                                (partition, offset) ->
                                        position.withComponent(topic, partition, offset)));
        return position;
    }

    /** Adds an offset to this position, unless it is further there already. */
    public Position withComponent(String topic, int partition, long offset) {
        offsets.computeIfAbsent(topic, ignored -> new ConcurrentHashMap<>())
                .merge(partition, offset, Math::max);
        return this;
    }

    public Position copy() {
        return fromMap(offsets);
    }

    /** Adds all of {@code other} to this position. */
    public Position merge(@Nullable Position other) {
        if (other != null) {
            other.offsets.forEach(
                    (topic, partitions) ->
                            partitions.forEach(
                                    (partition, offset) ->
                                            withComponent(topic, partition, offset)));
        }
        return this;
    }

    public Set<String> getTopics() {
        return Set.copyOf(offsets.keySet());
    }

    /** Offsets by partition; empty when nothing of {@code topic} was seen. */
    public Map<Integer, Long> getPartitionPositions(String topic) {
        Map<Integer, Long> partitions = offsets.get(topic);
        return partitions == null ? Map.of() : Map.copyOf(partitions);
    }

    public boolean isEmpty() {
        return offsets.isEmpty();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Position that && offsets.equals(that.offsets);
    }

    /** A position changes: it is not for hash tables. */
    @Override
    public int hashCode() {
        throw new UnsupportedOperationException(
                "a position changes and cannot be the key of a hash table");
    }

    @Override
    public String toString() {
        return "Position{position=" + offsets + '}';
    }
}
