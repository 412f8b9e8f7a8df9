package io.leat.log.coordinator.group;

import org.jspecify.annotations.Nullable;

/**
 * Who commits offsets: a member in a generation or epoch, or nobody in particular. Immutable.
 *
 * @param epoch the generation or member epoch, negative for nobody
 * @param apiVersion the version of the request
 */
public record OffsetCommitter(
        String memberId,
        @Nullable String instanceId,
        int epoch,
        boolean transactional,
        int apiVersion) {

    /** Whether it does not say who it is: a standalone consumer or an administrator. */
    public boolean isAnonymous() {
        return epoch < 0 && memberId.isEmpty() && instanceId == null;
    }
}
