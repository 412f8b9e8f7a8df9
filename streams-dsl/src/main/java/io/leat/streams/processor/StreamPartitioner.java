package io.leat.streams.processor;

import java.util.Optional;
import java.util.Set;

/** Chooses the partitions to which a record is written. */
public interface StreamPartitioner<K, V> {

    /** The partitions; absent for the default choice, an empty set to drop the record. */
    Optional<Set<Integer>> partitions(String topic, K key, V value, int numPartitions);
}
