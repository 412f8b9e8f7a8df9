package io.leat.common;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a topic description says of one partition: its leader, replicas and in-sync replicas. */
public class TopicPartitionInfo {

    private final int partition;
    private final @Nullable Node leader;
    private final List<Node> replicas;
    private final List<Node> isr;
    private final @Nullable List<Node> elr;
    private final @Nullable List<Node> lastKnownElr;

    public TopicPartitionInfo(
            int partition,
            @Nullable Node leader,
            List<Node> replicas,
            List<Node> isr,
            @Nullable List<Node> elr,
            @Nullable List<Node> lastKnownElr) {
        this.partition = partition;
        this.leader = leader;
        this.replicas = List.copyOf(replicas);
        this.isr = List.copyOf(isr);
        this.elr = elr == null ? null : List.copyOf(elr);
        this.lastKnownElr = lastKnownElr == null ? null : List.copyOf(lastKnownElr);
    }

    public TopicPartitionInfo(
            int partition, @Nullable Node leader, List<Node> replicas, List<Node> isr) {
        this(partition, leader, replicas, isr, null, null);
    }

    public int partition() {
        return partition;
    }

    /** The leader, or null when the partition has none. */
    public @Nullable Node leader() {
        return leader;
    }

    /** The replicas in order of preference: the first is the preferred leader. */
    public List<Node> replicas() {
        return replicas;
    }

    /** The replicas that are in sync. */
    public List<Node> isr() {
        return isr;
    }

    /** The eligible leader replicas (KIP-966), or null when the server did not say. */
    public @Nullable List<Node> elr() {
        return elr;
    }

    /** The last known eligible leader replicas, or null when the server did not say. */
    public @Nullable List<Node> lastKnownElr() {
        return lastKnownElr;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof TopicPartitionInfo that
                        && partition == that.partition
                        && Objects.equals(leader, that.leader)
                        && replicas.equals(that.replicas)
                        && isr.equals(that.isr)
                        && Objects.equals(elr, that.elr)
                        && Objects.equals(lastKnownElr, that.lastKnownElr);
    }

    @Override
    public int hashCode() {
        return Objects.hash(partition, leader, replicas, isr, elr, lastKnownElr);
    }

    @Override
    public String toString() {
        return "(partition="
                + partition
                + ", leader="
                + leader
                + ", replicas="
                + replicas
                + ", isr="
                + isr
                + ", elr="
                + elr
                + ", lastKnownElr="
                + lastKnownElr
                + ")";
    }
}
