package io.leat.log.coordinator.share;

import java.util.List;

/**
 * How far a share group is with one partition. Immutable.
 *
 * @param snapshotEpoch grows with each snapshot in the log
 * @param stateEpoch grows each time the group or an administrator starts anew
 * @param leaderEpoch of the partition's leader who spoke last
 * @param startOffset all records before it are done; {@link #UNINITIALIZED} if no leader has chosen
 *     one yet
 * @param deliveryCompleteCount how many records behind it are done; -1 if it is not known
 * @param createMs when the first snapshot of this state was made
 * @param writeMs when the last snapshot was made
 * @param batches what is known of records from there on, in order
 */
public record ShareState(
        int snapshotEpoch,
        int stateEpoch,
        int leaderEpoch,
        long startOffset,
        int deliveryCompleteCount,
        long createMs,
        long writeMs,
        List<StateBatch> batches) {

    /** No leader has chosen a start offset yet. */
    public static final long UNINITIALIZED = -1;

    /** Whether nothing has happened since it began at {@code startOffset}. */
    boolean hasJustBegun(long startOffset) {
        return this.startOffset == startOffset && batches.isEmpty();
    }

    /** The state after an update. */
    ShareState with(ShareStateRecord.Update update) {
        long start = Math.max(startOffset, update.startOffset()); // -1 says nothing
        return new ShareState(
                snapshotEpoch,
                stateEpoch,
                Math.max(leaderEpoch, update.leaderEpoch()),
                start,
                update.deliveryCompleteCount(),
                createMs,
                writeMs,
                StateBatches.merge(batches, update.batches(), start));
    }

    /** The same as the next snapshot. */
    ShareState snapshot(long nowMs) {
        return new ShareState(
                snapshotEpoch + 1,
                stateEpoch,
                leaderEpoch,
                startOffset,
                deliveryCompleteCount,
                createMs,
                nowMs,
                batches);
    }
}
