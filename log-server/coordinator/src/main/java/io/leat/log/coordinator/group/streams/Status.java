package io.leat.log.coordinator.group.streams;

import io.leat.log.protocol.message.StreamsGroupHeartbeatResponse;

/** What a member is told of the state of its group, with Kafka's codes in their order. */
enum Status {
    STALE_TOPOLOGY,
    MISSING_SOURCE_TOPICS,
    INCORRECTLY_PARTITIONED_TOPICS,
    MISSING_INTERNAL_TOPICS,
    SHUTDOWN_APPLICATION,
    ASSIGNMENT_DELAYED;

    StreamsGroupHeartbeatResponse.Status with(String detail) {
        return new StreamsGroupHeartbeatResponse.Status((byte) ordinal(), detail);
    }
}
