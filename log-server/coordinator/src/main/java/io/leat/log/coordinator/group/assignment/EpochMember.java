package io.leat.log.coordinator.group.assignment;

/** A member of an {@link EpochGroup}. Immutable: a change makes another. */
public interface EpochMember {

    String id();

    /** Up to which assignment epoch it has what it was given. */
    int epoch();

    /** Whether it has all that the target of {@code assignmentEpoch} gives it, and nothing else. */
    boolean isReconciledTo(int assignmentEpoch);
}
