package io.leat.log.coordinator.group;

/**
 * What an administrator may choose about groups. Immutable.
 *
 * @param initialRebalanceDelayMs how long a new group waits for more members
 * @param minSessionTimeoutMs lower bound of a member's session timeout
 * @param maxSessionTimeoutMs upper bound of a member's session timeout
 * @param maxSize most members of a group
 * @param offsetMetadataMaxBytes longest metadata stored with an offset
 * @param offsetRetentionMs how long offsets outlive the end of their use (KIP-211)
 * @param retentionCheckIntervalMs pause between two searches for expired offsets
 */
public record GroupSettings(
        int initialRebalanceDelayMs,
        int minSessionTimeoutMs,
        int maxSessionTimeoutMs,
        int maxSize,
        int offsetMetadataMaxBytes,
        long offsetRetentionMs,
        long retentionCheckIntervalMs) {

    /** A member that never got an answer to its first join may be gone: it has this long. */
    static final long NEW_MEMBER_TIMEOUT_MS = 300_000;

    /** Kafka's defaults. */
    public static final GroupSettings DEFAULT =
            new GroupSettings(
                    3_000,
                    6_000,
                    1_800_000,
                    Integer.MAX_VALUE,
                    4_096,
                    7L * 24 * 60 * 60 * 1_000,
                    600_000);
}
