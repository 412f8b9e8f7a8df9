package io.leat.clients.admin;

/** Which offset of a partition to find. Immutable. */
public class OffsetSpec {

    private final long timestamp;

    OffsetSpec(long timestamp) {
        this.timestamp = timestamp;
    }

    /** As ListOffsets carries it: a time, or one of its negative special values. */
    long timestamp() {
        return timestamp;
    }

    /** The end of the partition. */
    public static OffsetSpec latest() {
        return new OffsetSpec(-1);
    }

    /** The first offset. */
    public static OffsetSpec earliest() {
        return new OffsetSpec(-2);
    }

    /** The first record at or after a time, in milliseconds since the epoch. */
    public static OffsetSpec forTimestamp(long timestamp) {
        return new OffsetSpec(timestamp);
    }

    /** The record with the largest timestamp. */
    public static OffsetSpec maxTimestamp() {
        return new OffsetSpec(-3);
    }

    /** The first offset on the leader's own disk. */
    public static OffsetSpec earliestLocal() {
        return new OffsetSpec(-4);
    }

    /** The last offset in remote storage. */
    public static OffsetSpec latestTiered() {
        return new OffsetSpec(-5);
    }

    /** The first offset not yet in remote storage. */
    public static OffsetSpec earliestPendingUpload() {
        return new OffsetSpec(-6);
    }
}
