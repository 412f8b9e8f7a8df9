package io.leat.clients.consumer;

import java.util.Optional;

/**
 * The settings of a member. Immutable; {@code groupId} is empty when there is no group.
 *
 * @param rackId where it stands, null if nobody said so
 * @param remoteAssignor the assignor of the coordinator it asks for, null for its default
 */
record GroupSettings(
        String groupId,
        Optional<String> instanceId,
        int sessionTimeoutMs,
        int rebalanceTimeoutMs,
        int heartbeatMs,
        long backoffMs,
        boolean excludeInternal,
        String rackId,
        String remoteAssignor) {}
