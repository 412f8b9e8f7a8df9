package io.leat.log.coordinator.group.assignment;

import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** A member of an {@link AssignedGroup}. Immutable: a change makes another. */
public interface AssignedMember {

    String id();

    @Nullable String instanceId();

    @Nullable String rackId();

    /** Up to which assignment epoch it has what it was given. */
    int epoch();

    /** The topics it names. */
    SortedSet<String> topicNames();

    /** Whether it has all that the target of {@code assignmentEpoch} gives it, and nothing else. */
    boolean isReconciledTo(int assignmentEpoch);
}
