package io.leat.clients.consumer;

import java.util.Optional;

/** The settings of a member. Immutable; {@code groupId} is empty when there is no group. */
record GroupSettings(
        String groupId,
        Optional<String> instanceId,
        int sessionTimeoutMs,
        int rebalanceTimeoutMs,
        int heartbeatMs,
        long backoffMs,
        boolean excludeInternal) {}
