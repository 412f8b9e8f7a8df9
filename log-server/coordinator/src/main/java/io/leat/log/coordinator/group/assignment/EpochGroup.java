package io.leat.log.coordinator.group.assignment;

import io.leat.log.coordinator.group.Group;
import io.leat.log.coordinator.group.TopicCatalog;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A group whose coordinator says who does what. Owned by the shard's loop; changed by applied
 * records only, except for when its topics were last looked at.
 *
 * <p>Three epochs drive it: the group epoch grows when members or topics change, the assignment
 * epoch says for which group epoch the target was made, and each member's epoch follows once it has
 * what the target gives it.
 *
 * @param <M> its members
 * @param <T> what the target gives to one of them
 */
public abstract class EpochGroup<M extends EpochMember, T> implements Group {

    /** Where both epochs start: the first member makes it 2. */
    private static final int FIRST_EPOCH = 1;

    private static final int NO_EPOCH = -1;
    private static final long NEVER_CHECKED = -1;

    private final String id;
    private final T nothing;
    private final SortedMap<String, M> members = new TreeMap<>();
    private final Map<String, T> targets = new HashMap<>();
    private int epoch = FIRST_EPOCH;
    private int assignmentEpoch = FIRST_EPOCH;
    private long assignmentTimestampMs;
    private long metadataHash;
    private long checkedVersion = NEVER_CHECKED;

    /**
     * @param nothing the target of somebody who has none
     */
    protected EpochGroup(String id, T nothing) {
        this.id = id;
        this.nothing = nothing;
    }

    /** As {@code other} is, to try changes on. */
    protected EpochGroup(EpochGroup<M, T> other) {
        this.id = other.id;
        this.nothing = other.nothing;
        this.members.putAll(other.members);
        this.targets.putAll(other.targets);
        this.epoch = other.epoch;
        this.assignmentEpoch = other.assignmentEpoch;
        this.assignmentTimestampMs = other.assignmentTimestampMs;
        this.metadataHash = other.metadataHash;
        this.checkedVersion = other.checkedVersion;
    }

    @Override
    public final String id() {
        return id;
    }

    @Override
    public final boolean isEmpty() {
        return members.isEmpty();
    }

    @Override
    public final int memberCount() {
        return members.size();
    }

    public final int epoch() {
        return epoch;
    }

    /** The hash of the topics, as they were when the epoch was last raised. */
    public final long metadataHash() {
        return metadataHash;
    }

    public final void epoch(int epoch, long metadataHash) {
        this.epoch = epoch;
        this.metadataHash = metadataHash;
    }

    /** The group epoch the target was made for. */
    public final int assignmentEpoch() {
        return assignmentEpoch;
    }

    public final long assignmentTimestampMs() {
        return assignmentTimestampMs;
    }

    public final void assigned(int epoch, long timestampMs) {
        assignmentEpoch = epoch;
        assignmentTimestampMs = timestampMs;
    }

    /** The target is not there any more. */
    public final void unassigned() {
        assigned(NO_EPOCH, 0);
    }

    public final T target(String memberId) {
        return targets.getOrDefault(memberId, nothing);
    }

    public final Map<String, T> targets() {
        return Collections.unmodifiableMap(targets);
    }

    public final void target(String memberId, @Nullable T target) {
        if (target == null) {
            targets.remove(memberId);
        } else {
            targets.put(memberId, target);
        }
    }

    public final SortedMap<String, M> members() {
        return Collections.unmodifiableSortedMap(members);
    }

    public final @Nullable M member(String memberId) {
        return members.get(memberId);
    }

    /** Adds a member or takes over what changed of it. */
    public void put(M member) {
        members.put(member.id(), member);
    }

    /** Returns the member that is not there any more. */
    public @Nullable M removeMember(String memberId) {
        return members.remove(memberId);
    }

    /** Whether topics may have changed since {@link #checked}. */
    public final boolean mustCheck(TopicCatalog topics) {
        return topics.version() != checkedVersion;
    }

    /** The topics were looked at: it need not be done again until there is another catalog. */
    public final void checked(TopicCatalog topics) {
        checkedVersion = topics.version();
    }

    /** The state by the epochs, as the admin protocol writes it. */
    protected final String progressLabel() {
        if (isEmpty()) {
            return "Empty";
        }
        if (epoch > assignmentEpoch) {
            return "Assigning";
        }
        boolean reconciled =
                members.values().stream().allMatch(m -> m.isReconciledTo(assignmentEpoch));
        return reconciled ? "Stable" : "Reconciling";
    }
}
