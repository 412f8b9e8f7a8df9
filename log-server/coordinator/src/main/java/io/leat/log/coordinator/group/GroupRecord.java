package io.leat.log.coordinator.group;

import io.leat.log.coordinator.TopicPartition;
import io.leat.log.protocol.LogRecord;
import io.leat.log.protocol.message.GroupMetadataValue;
import org.jspecify.annotations.Nullable;

/** What the group coordinator writes into its log. Immutable. */
public sealed interface GroupRecord {

    /** The group it is about. */
    String groupId();

    /** The group stands at this offset from now on. */
    record OffsetSaved(String groupId, TopicPartition partition, CommittedOffset committed)
            implements GroupRecord {}

    /** The group stands nowhere in the partition. */
    record OffsetRemoved(String groupId, TopicPartition partition) implements GroupRecord {}

    /** The group has this generation with these members. */
    record GroupSaved(String groupId, GroupMetadataValue value) implements GroupRecord {}

    /** There is no such classic group. */
    record GroupRemoved(String groupId) implements GroupRecord {}

    /** What {@link GroupPart}s keep: the value under a key, or that there is none. */
    record Kept(String groupId, LogRecord key, @Nullable LogRecord value) implements GroupRecord {}
}
