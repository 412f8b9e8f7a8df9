package io.leat.log.coordinator.group.assignment;

import io.leat.log.coordinator.group.TopicCatalog;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes the target assignment of a group. Stateless. */
public final class Targets {

    private Targets() {}

    /** The new targets of all members that have another one than before, and of new members. */
    public static <M extends AssignedMember> SortedMap<String, Assignment> changed(
            AssignedGroup<M> group, Assignor assignor, TopicCatalog topics) {
        SortedMap<String, MemberSpec> specs = group.specs(topics);
        Map<String, Assignment> made = specs.isEmpty() ? Map.of() : assignor.assign(specs, topics);
        SortedMap<String, Assignment> changed = new TreeMap<>();
        for (String member : specs.keySet()) {
            Assignment target = made.getOrDefault(member, Assignment.NONE);
            if (!target.equals(group.targets().get(member))) {
                changed.put(member, target);
            }
        }
        return changed;
    }
}
