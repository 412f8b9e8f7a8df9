package io.leat.clients.admin;

/** One replica in a directory. Immutable. */
public class ReplicaInfo {

    private final long size;
    private final long offsetLag;
    private final boolean future;

    /**
     * @param size of its segments, in bytes
     * @param offsetLag how many records it is behind
     * @param isFuture whether it is to replace the replica in another directory
     */
    public ReplicaInfo(long size, long offsetLag, boolean isFuture) {
        this.size = size;
        this.offsetLag = offsetLag;
        this.future = isFuture;
    }

    public long size() {
        return size;
    }

    public long offsetLag() {
        return offsetLag;
    }

    public boolean isFuture() {
        return future;
    }

    @Override
    public String toString() {
        return "ReplicaInfo(size="
                + size
                + ", offsetLag="
                + offsetLag
                + ", isFuture="
                + future
                + ")";
    }
}
