package io.leat.log.coordinator.group.assignment;

import io.leat.log.protocol.Uuid;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * One member as an {@link Assignor} sees it. Immutable.
 *
 * @param instanceId the name of a static member
 * @param topics the topics it reads that exist
 * @param target what it was given last
 */
public record MemberSpec(
        String id,
        @Nullable String instanceId,
        @Nullable String rackId,
        SortedSet<Uuid> topics,
        Assignment target) {}
