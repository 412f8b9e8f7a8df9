package io.leat.log.coordinator.group;

import io.leat.log.coordinator.Decision;
import io.leat.log.protocol.ErrorCode;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The groups of all kinds of one shard. Owned by the shard's loop. */
public final class GroupTable {

    private final Map<String, Group> groups = new HashMap<>();

    /** The group of whatever kind, or null. */
    public @Nullable Group get(String groupId) {
        return groups.get(groupId);
    }

    /** The group if it is of that kind, or null; {@link #notFound} says why. */
    public <G extends Group> @Nullable G get(String groupId, Class<G> type) {
        Group group = groups.get(groupId);
        return type.isInstance(group) ? type.cast(group) : null;
    }

    /** What somebody gets who asked for a group of {@code kind} and finds none. */
    public Refusal notFound(String groupId, GroupKind kind) {
        String message =
                groups.containsKey(groupId)
                        ? "Group " + groupId + " is not a " + kind.label() + " group."
                        : (kind == GroupKind.STREAMS ? "Streams group " : "Group ")
                                + groupId
                                + " not found.";
        return new Refusal(ErrorCode.GROUP_ID_NOT_FOUND, message);
    }

    /** Takes the place of a group with the same id. */
    public void put(Group group) {
        groups.put(group.id(), group);
    }

    public void remove(String groupId) {
        groups.remove(groupId);
    }

    /** Removes a group without members; of one that was never saved there is nothing to record. */
    void discard(Group group, Decision<GroupRecord> out) {
        if (group instanceof ClassicGroup classic && classic.saved() == null) {
            groups.remove(group.id());
        } else {
            group.remove(out);
        }
    }

    public Collection<Group> all() {
        return List.copyOf(groups.values());
    }

    @Nullable ClassicGroup classic(String groupId) {
        return get(groupId, ClassicGroup.class);
    }

    ClassicGroup createClassic(String groupId, long nowEpochMs) {
        ClassicGroup group = new ClassicGroup(groupId, nowEpochMs);
        groups.put(groupId, group);
        return group;
    }

    List<ClassicGroup> allClassic() {
        return groups.values().stream()
                .filter(ClassicGroup.class::isInstance)
                .map(ClassicGroup.class::cast)
                .toList();
    }
}
