package io.leat.log.coordinator.group.assignment;

import io.leat.log.coordinator.group.TopicCatalog;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes the target assignment of a group as it will be after a decision. Stateless. */
public final class Targets {

    private Targets() {}

    /**
     * The new targets of all members that have another one than before, and of those that had none.
     *
     * @param members as they will be
     * @param inherited whose target a member starts from instead of its own, by member id: a static
     *     member goes on where its former process was
     */
    public static <M extends AssignedMember> SortedMap<String, Assignment> changed(
            AssignedGroup<M> group,
            Map<String, M> members,
            Map<String, String> inherited,
            Assignor assignor,
            TopicCatalog topics) {
        SortedMap<String, MemberSpec> specs = group.specs(members, topics);
        inherited.forEach(
                (member, former) ->
                        specs.computeIfPresent(
                                member, (id, spec) -> withTarget(spec, group.target(former))));
        Map<String, Assignment> made =
                specs.isEmpty() ? Map.of() : assignor.assign(specs, topics);
        SortedMap<String, Assignment> changed = new TreeMap<>();
        for (String member : specs.keySet()) {
            Assignment target = made.getOrDefault(member, Assignment.NONE);
            @Nullable Assignment before = group.targets().get(member);
            if (!target.equals(before)) {
                changed.put(member, target);
            }
        }
        return changed;
    }

    private static MemberSpec withTarget(MemberSpec spec, Assignment target) {
        return new MemberSpec(spec.id(), spec.instanceId(), spec.rackId(), spec.topics(), target);
    }
}
