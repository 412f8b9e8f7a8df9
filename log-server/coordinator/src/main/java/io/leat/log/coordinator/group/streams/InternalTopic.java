package io.leat.log.coordinator.group.streams;

import java.util.Map;

/**
 * A changelog or repartition topic, as it must be. Immutable.
 *
 * @param replicas -1 for the default of the cluster
 */
public record InternalTopic(
        String name, int partitions, short replicas, Map<String, String> settings) {}
