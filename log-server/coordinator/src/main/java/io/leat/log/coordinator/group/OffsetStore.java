package io.leat.log.coordinator.group;

import io.leat.log.coordinator.ProducerIdentity;
import io.leat.log.coordinator.group.GroupRecord.OffsetRemoved;
import io.leat.log.coordinator.group.GroupRecord.OffsetSaved;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The offsets of all groups of one shard. Owned by the shard's loop; a pure function of the log.
 */
public final class OffsetStore {

    private static final GroupOffsets NONE = new GroupOffsets();

    private final Map<String, GroupOffsets> groups = new HashMap<>();

    /** Which groups have pending offsets of a producer, so that a marker finds them. */
    private final Map<Long, Set<String>> groupsByProducer = new HashMap<>();

    void apply(long logOffset, @Nullable ProducerIdentity producer, OffsetSaved record) {
        GroupOffsets offsets = groups.computeIfAbsent(record.groupId(), id -> new GroupOffsets());
        GroupOffsets.At at = new GroupOffsets.At(logOffset, record.committed());
        if (producer == null) {
            offsets.commit(record.partition(), at);
            return;
        }
        offsets.hold(producer.id(), record.partition(), at);
        groupsByProducer
                .computeIfAbsent(producer.id(), id -> new LinkedHashSet<>())
                .add(record.groupId());
    }

    void apply(OffsetRemoved record) {
        GroupOffsets offsets = groups.get(record.groupId());
        if (offsets != null) {
            offsets.remove(record.partition());
            dropIfEmpty(record.groupId(), offsets);
        }
    }

    void applyMarker(ProducerIdentity producer, boolean commit) {
        Set<String> touched = groupsByProducer.remove(producer.id());
        if (touched == null) {
            return;
        }
        for (String groupId : touched) {
            GroupOffsets offsets = groups.get(groupId);
            if (offsets != null) {
                offsets.end(producer.id(), commit);
                dropIfEmpty(groupId, offsets);
            }
        }
    }

    private void dropIfEmpty(String groupId, GroupOffsets offsets) {
        if (offsets.isEmpty()) {
            groups.remove(groupId);
        }
    }

    /** The offsets of a group; empty ones if it has none. Read only. */
    GroupOffsets of(String groupId) {
        return groups.getOrDefault(groupId, NONE);
    }

    /** Whether the group has offsets, committed or pending. */
    public boolean contains(String groupId) {
        return groups.containsKey(groupId);
    }

    Set<String> groupIds() {
        return Set.copyOf(groups.keySet());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OffsetStore store && groups.equals(store.groups);
    }

    @Override
    public int hashCode() {
        return groups.hashCode();
    }

    @Override
    public String toString() {
        return groups.toString();
    }
}
