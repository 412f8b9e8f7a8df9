package io.leat.log.coordinator.group;

import io.leat.log.protocol.Uuid;

/**
 * The position of a group in a partition. Immutable.
 *
 * @param offset the next record the group wants
 * @param leaderEpoch the epoch of the last record it consumed, -1 if unknown
 * @param metadata what the committer noted with it
 * @param commitTimestampMs when it was committed
 * @param expireTimestampMs when it is to be forgotten, -1 to follow the retention of the broker
 * @param topicId the topic it was committed for, {@link Uuid#ZERO} if unknown
 */
public record CommittedOffset(
        long offset,
        int leaderEpoch,
        String metadata,
        long commitTimestampMs,
        long expireTimestampMs,
        Uuid topicId) {}
