package io.leat.log.coordinator.group.streams;

import io.leat.log.protocol.message.StreamsGroupHeartbeatResponse;
import java.util.List;

/**
 * What a heartbeat gets. Immutable.
 *
 * @param missing topics the group needs and the broker is to make
 */
public record StreamsAnswer(StreamsGroupHeartbeatResponse response, List<InternalTopic> missing) {}
