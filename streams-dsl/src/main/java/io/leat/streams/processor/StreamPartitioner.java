package io.leat.streams.processor;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Chooses the partitions to which a record is written. */
public interface StreamPartitioner<K, V> {

    /** The partitions; absent for the default choice, an empty set to drop the record. */
    Optional<Set<Integer>> partitions(
            String topic, @Nullable K key, @Nullable V value, int numPartitions);
}
