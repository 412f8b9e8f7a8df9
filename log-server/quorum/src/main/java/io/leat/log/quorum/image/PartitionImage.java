package io.leat.log.quorum.image;

import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.PartitionChangeRecord;
import io.leat.log.protocol.message.PartitionRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One partition of a topic. Immutable.
 *
 * @param replicas the brokers that hold it, the preferred leader first
 * @param isr those of them that have everything committed
 * @param addingReplicas those of them that a reassignment brings in
 * @param removingReplicas those of them that a reassignment takes out
 * @param elr replicas outside the ISR that have everything committed all the same, and may lead
 *     (KIP-966): the ISR was below min.insync.replicas since they left it, so that nothing was
 *     committed without them
 * @param lastKnownElr replicas that were in the ISR or ELR and lost data: the next best
 * @param leaderRecoveryState {@link #RECOVERING} after an unclean election, until the leader says
 *     otherwise
 * @param directories the log directory of each of {@code replicas}, as far as it is known, or empty
 * @param leader who takes writes, or -1
 * @param leaderEpoch grows whenever the leader is decided, even if it becomes -1 or stays the same
 * @param partitionEpoch grows with every change
 */
public record PartitionImage(
        int partition,
        List<Integer> replicas,
        List<Integer> isr,
        List<Integer> addingReplicas,
        List<Integer> removingReplicas,
        List<Integer> elr,
        List<Integer> lastKnownElr,
        byte leaderRecoveryState,
        List<Uuid> directories,
        int leader,
        int leaderEpoch,
        int partitionEpoch) {

    public static final int NO_LEADER = -1;
    public static final byte RECOVERED = 0;
    public static final byte RECOVERING = 1;

    /** A log directory nobody has told yet. */
    public static final Uuid UNASSIGNED_DIRECTORY = Uuid.ZERO;

    private static final int LEADER_UNCHANGED = -2;
    private static final byte RECOVERY_UNCHANGED = -1;

    public PartitionImage {
        replicas = List.copyOf(replicas);
        isr = List.copyOf(isr);
        addingReplicas = List.copyOf(addingReplicas);
        removingReplicas = List.copyOf(removingReplicas);
        elr = List.copyOf(elr);
        lastKnownElr = List.copyOf(lastKnownElr);
        directories = List.copyOf(directories);
    }

    /** A partition with nothing special about it. */
    public PartitionImage(
            int partition,
            List<Integer> replicas,
            List<Integer> isr,
            int leader,
            int leaderEpoch,
            int partitionEpoch) {
        this(
                partition,
                replicas,
                isr,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                RECOVERED,
                List.of(),
                leader,
                leaderEpoch,
                partitionEpoch);
    }

    static PartitionImage of(PartitionRecord record) {
        return new PartitionImage(
                record.partitionId(),
                record.replicas(),
                record.isr(),
                record.addingReplicas(),
                record.removingReplicas(),
                orElse(record.eligibleLeaderReplicas(), List.of()),
                orElse(record.lastKnownElr(), List.of()),
                record.leaderRecoveryState(),
                record.directories(),
                record.leader(),
                record.leaderEpoch(),
                record.partitionEpoch());
    }

    /** This partition once {@code change} is applied. */
    public PartitionImage changed(PartitionChangeRecord change) {
        boolean decided = change.leader() != LEADER_UNCHANGED;
        byte recovery = change.leaderRecoveryState();
        List<Integer> newReplicas = orElse(change.replicas(), replicas);
        List<Uuid> known = change.directories();
        return new PartitionImage(
                partition,
                newReplicas,
                orElse(change.isr(), isr),
                orElse(change.addingReplicas(), addingReplicas),
                orElse(change.removingReplicas(), removingReplicas),
                orElse(change.eligibleLeaderReplicas(), elr),
                orElse(change.lastKnownElr(), lastKnownElr),
                recovery == RECOVERY_UNCHANGED ? leaderRecoveryState : recovery,
                known != null ? known : directoriesOf(newReplicas),
                decided ? change.leader() : leader,
                decided ? leaderEpoch + 1 : leaderEpoch,
                partitionEpoch + 1);
    }

    PartitionImage withoutElr() {
        return elr.isEmpty() && lastKnownElr.isEmpty()
                ? this
                : new PartitionImage(
                        partition,
                        replicas,
                        isr,
                        addingReplicas,
                        removingReplicas,
                        List.of(),
                        List.of(),
                        leaderRecoveryState,
                        directories,
                        leader,
                        leaderEpoch,
                        partitionEpoch + 1);
    }

    /** The record from which this image can be made again. */
    PartitionRecord toRecord(Uuid topicId) {
        return PartitionRecord.builder()
                .partitionId(partition)
                .topicId(topicId)
                .replicas(replicas)
                .isr(isr)
                .addingReplicas(addingReplicas)
                .removingReplicas(removingReplicas)
                .eligibleLeaderReplicas(elr.isEmpty() ? null : elr)
                .lastKnownElr(lastKnownElr.isEmpty() ? null : lastKnownElr)
                .leaderRecoveryState(leaderRecoveryState)
                .directories(directories)
                .leader(leader)
                .leaderEpoch(leaderEpoch)
                .partitionEpoch(partitionEpoch)
                .build();
    }

    private static <T> T orElse(@Nullable T value, T otherwise) {
        return value != null ? value : otherwise;
    }

    private List<Uuid> directoriesOf(List<Integer> newReplicas) {
        if (directories.isEmpty() || newReplicas.equals(replicas)) {
            return directories;
        }
        List<Uuid> moved = new ArrayList<>(newReplicas.size());
        for (int replica : newReplicas) {
            moved.add(directory(replica));
        }
        return moved;
    }

    /** The log directory of {@code replica}, or {@link #UNASSIGNED_DIRECTORY}. */
    public Uuid directory(int replica) {
        int index = replicas.indexOf(replica);
        return index >= 0 && index < directories.size()
                ? directories.get(index)
                : UNASSIGNED_DIRECTORY;
    }

    public boolean hasLeader() {
        return leader != NO_LEADER;
    }

    /** Who leads if all is well. */
    public int preferredLeader() {
        return replicas.isEmpty() ? NO_LEADER : replicas.get(0);
    }

    /** Whether an unclean election left it with a leader that has not said it is done. */
    public boolean recovering() {
        return leaderRecoveryState == RECOVERING;
    }

    /** Whether replicas are being moved. */
    public boolean reassigning() {
        return !addingReplicas.isEmpty() || !removingReplicas.isEmpty();
    }

    /**
     * How many in-sync replicas a commit needs, where min.insync.replicas is {@code configured}:
     * never more than it has (KIP-966), not counting those that a reassignment brings in.
     */
    public int minIsr(int configured) {
        return Math.max(1, Math.min(configured, settledReplicas()));
    }

    /** How many replicas it has without those that a reassignment brings in: they may be empty. */
    public int settledReplicas() {
        return replicas.size() - addingReplicas.size();
    }
}
