package io.leat.log.coordinator.group.assignment;

import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** A member of an {@link AssignedGroup}. Immutable: a change makes another. */
public interface AssignedMember extends EpochMember {

    @Nullable String instanceId();

    @Nullable String rackId();

    /** The topics it names. */
    SortedSet<String> topicNames();
}
