package io.leat.log.coordinator.group;

import io.leat.log.coordinator.TopicPartition;
import java.util.Map;

/**
 * What is counted about a group. Immutable.
 *
 * @param state as requests name it
 * @param offsets what it has committed
 */
public record GroupSummary(
        String groupId, String state, int members, Map<TopicPartition, Long> offsets) {

    public GroupSummary {
        offsets = Map.copyOf(offsets);
    }
}
