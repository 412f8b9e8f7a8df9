package io.leat.log.runtime.sim;

/**
 * How a {@link SimDisk} misbehaves.
 *
 * @param loss what a crash does to writes and names that were not forced
 * @param lyingForce forces report success without making anything durable
 * @param capacityBytes writes beyond it fail with FULL
 * @param forceMeanNanos mean virtual time of a force; it occupies whoever called it
 */
public record DiskFaults(Loss loss, boolean lyingForce, long capacityBytes, long forceMeanNanos) {

    /** What of the un-forced changes survives a crash. */
    public enum Loss {
        /** All of them. */
        NOTHING_LOST,
        /** None of them. */
        ALL_LOST,
        /** The first ones, in order; the last write may be cut at a sector. */
        TORN,
        /** Any sectors of any writes, also later ones without earlier ones. */
        REORDERED
    }

    /** A crash loses everything un-forced; nothing else ever fails. */
    public static final DiskFaults NONE =
            new DiskFaults(Loss.ALL_LOST, false, Long.MAX_VALUE, 200_000);

    public DiskFaults withLoss(Loss newLoss) {
        return new DiskFaults(newLoss, lyingForce, capacityBytes, forceMeanNanos);
    }

    public DiskFaults withLyingForce() {
        return new DiskFaults(loss, true, capacityBytes, forceMeanNanos);
    }

    public DiskFaults withCapacity(long bytes) {
        return new DiskFaults(loss, lyingForce, bytes, forceMeanNanos);
    }

    public DiskFaults withForceMean(long nanos) {
        return new DiskFaults(loss, lyingForce, capacityBytes, nanos);
    }
}
