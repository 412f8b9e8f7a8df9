package io.leat.clients.admin;

import java.util.Objects;
import java.util.Optional;

/** How far a share group is in a partition. Immutable. */
public class SharePartitionOffsetInfo {

    private final long startOffset;
    private final Optional<Integer> leaderEpoch;
    private final Optional<Long> lag;

    public SharePartitionOffsetInfo(
            long startOffset, Optional<Integer> leaderEpoch, Optional<Long> lag) {
        this.startOffset = startOffset;
        this.leaderEpoch = leaderEpoch;
        this.lag = lag;
    }

    /** The first offset that is not done with. */
    public long startOffset() {
        return startOffset;
    }

    public Optional<Integer> leaderEpoch() {
        return leaderEpoch;
    }

    /** How many records are still to be done, if the broker can say. */
    public Optional<Long> lag() {
        return lag;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SharePartitionOffsetInfo that
                && startOffset == that.startOffset
                && Objects.equals(leaderEpoch, that.leaderEpoch)
                && Objects.equals(lag, that.lag);
    }

    @Override
    public int hashCode() {
        return Objects.hash(startOffset, leaderEpoch, lag);
    }

    @Override
    public String toString() {
        return "SharePartitionOffsetInfo(startOffset="
                + startOffset
                + ", leaderEpoch="
                + leaderEpoch
                + ", lag="
                + lag
                + ")";
    }
}
