package io.leat.log.quorum;

/**
 * Names a snapshot: what it stands for is everything before {@code endOffset}, and the last of that
 * is of {@code epoch}. Immutable.
 */
public record SnapshotId(long endOffset, int epoch) implements Comparable<SnapshotId> {

    /** Nothing. */
    public static final SnapshotId NONE = new SnapshotId(0, 0);

    @Override
    public int compareTo(SnapshotId other) {
        int byOffset = Long.compare(endOffset, other.endOffset);
        return byOffset != 0 ? byOffset : Integer.compare(epoch, other.epoch);
    }
}
