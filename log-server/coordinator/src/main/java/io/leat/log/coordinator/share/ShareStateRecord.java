package io.leat.log.coordinator.share;

import java.util.List;

/** What the share coordinator writes into {@code __share_group_state}. Immutable. */
public sealed interface ShareStateRecord {

    /** The share-partition it is about. */
    SharePartitionKey key();

    /** This is all that is known from now on. */
    record Snapshot(SharePartitionKey key, ShareState state) implements ShareStateRecord {}

    /** This has changed since the last snapshot. */
    record Update(
            SharePartitionKey key,
            int snapshotEpoch,
            int leaderEpoch,
            long startOffset,
            int deliveryCompleteCount,
            List<StateBatch> batches)
            implements ShareStateRecord {}

    /** Nothing is known. */
    record Removed(SharePartitionKey key) implements ShareStateRecord {}
}
