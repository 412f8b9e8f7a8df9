package io.leat.log.coordinator.group;

import io.leat.log.coordinator.Moment;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The groups with members, now or before, of one shard. Owned by the shard's loop. */
final class GroupTable {

    private final Map<String, ClassicGroup> groups = new HashMap<>();

    @Nullable ClassicGroup get(String groupId) {
        return groups.get(groupId);
    }

    ClassicGroup create(String groupId, Moment now) {
        ClassicGroup group = new ClassicGroup(groupId, now.epochMillis());
        groups.put(groupId, group);
        return group;
    }

    ClassicGroup getOrCreate(String groupId) {
        return groups.computeIfAbsent(groupId, id -> new ClassicGroup(id, 0));
    }

    void remove(String groupId) {
        groups.remove(groupId);
    }

    Collection<ClassicGroup> all() {
        return List.copyOf(groups.values());
    }
}
