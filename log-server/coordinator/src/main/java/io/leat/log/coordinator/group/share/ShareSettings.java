package io.leat.log.coordinator.group.share;

import java.util.function.ToIntFunction;

/**
 * What an administrator may choose about share groups. Safe on every loop.
 *
 * @param maxSize most members of one group
 * @param sessionTimeoutMs of a group: a member that is silent for so long leaves
 * @param heartbeatIntervalMs of a group: how often its members are to be heard of
 * @param assignmentIntervalMs of a group: the least time between two targets
 * @param initializeRetryMs pause before share coordinators are asked again to begin
 */
public record ShareSettings(
        int maxSize,
        ToIntFunction<String> sessionTimeoutMs,
        ToIntFunction<String> heartbeatIntervalMs,
        ToIntFunction<String> assignmentIntervalMs,
        long initializeRetryMs) {

    /** Kafka's defaults. */
    public static final ShareSettings DEFAULT =
            new ShareSettings(200, group -> 45_000, group -> 5_000, group -> 1_000, 30_000);
}
