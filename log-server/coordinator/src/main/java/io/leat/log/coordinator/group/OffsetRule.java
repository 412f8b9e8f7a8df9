package io.leat.log.coordinator.group;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Uuid;

/** Whether somebody may commit an offset in a partition. */
@FunctionalInterface
public interface OffsetRule {

    /** NONE if the commit is welcome. */
    ErrorCode check(Uuid topicId, int partition);

    /** The same answer for every partition. */
    static OffsetRule always(ErrorCode error) {
        return (topicId, partition) -> error;
    }
}
