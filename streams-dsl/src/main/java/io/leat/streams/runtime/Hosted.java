package io.leat.streams.runtime;

import io.leat.common.TopicPartition;
import java.util.Set;

/**
 * What one instance reads, and the input of the tasks whose stores it keeps warm. Immutable.
 *
 * @param active what its tasks read
 * @param standby what the tasks read of whose stores it has copies
 */
public record Hosted(Set<TopicPartition> active, Set<TopicPartition> standby) {}
