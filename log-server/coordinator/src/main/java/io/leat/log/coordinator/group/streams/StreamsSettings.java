package io.leat.log.coordinator.group.streams;

import java.util.function.ToIntFunction;

/**
 * What an administrator may choose about streams groups; most of it for a single group by its id.
 * Immutable.
 *
 * @param maxSize most members of a group
 * @param sessionTimeoutMs how long a member may be silent
 * @param heartbeatIntervalMs how often members are asked to be heard of
 * @param standbyReplicas how many copies there are to be of each store
 * @param initialDelayMs how long a new group waits for more members before it shares out the tasks
 * @param assignmentIntervalMs the least time between two targets of a group
 */
public record StreamsSettings(
        int maxSize,
        ToIntFunction<String> sessionTimeoutMs,
        ToIntFunction<String> heartbeatIntervalMs,
        ToIntFunction<String> standbyReplicas,
        ToIntFunction<String> initialDelayMs,
        ToIntFunction<String> assignmentIntervalMs) {

    /** Kafka's defaults. */
    public static final StreamsSettings DEFAULT =
            new StreamsSettings(
                    Integer.MAX_VALUE,
                    group -> 45_000,
                    group -> 5_000,
                    group -> 0,
                    group -> 3_000,
                    group -> 1_000);
}
