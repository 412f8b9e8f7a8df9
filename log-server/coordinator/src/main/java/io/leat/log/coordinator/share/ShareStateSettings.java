package io.leat.log.coordinator.share;

/**
 * What an administrator may choose about the state of share groups. Immutable.
 *
 * @param updatesPerSnapshot after so many updates everything is written once more
 * @param pruneIntervalMs pause between two deletions of what newer snapshots made redundant
 * @param coldSnapshotMs a snapshot as old as this is repeated, so that what is behind it can go
 */
public record ShareStateSettings(
        int updatesPerSnapshot, long pruneIntervalMs, long coldSnapshotMs) {

    /** Kafka's defaults. */
    public static final ShareStateSettings DEFAULT = new ShareStateSettings(500, 300_000, 300_000);
}
