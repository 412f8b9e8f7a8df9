package io.leat.log.coordinator.group.assignment;

import io.leat.log.coordinator.group.TopicCatalog;
import io.leat.log.protocol.Uuid;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A group whose coordinator hands out partitions. Owned by the shard's loop. */
public abstract class AssignedGroup<M extends AssignedMember> extends EpochGroup<M, Assignment> {

    private @Nullable Set<String> subscribed;

    protected AssignedGroup(String id) {
        super(id, Assignment.NONE);
    }

    /** As {@code other} is, to try changes on. */
    protected AssignedGroup(AssignedGroup<M> other) {
        super(other);
    }

    @Override
    public void put(M member) {
        super.put(member);
        subscribed = null;
    }

    @Override
    public @Nullable M removeMember(String memberId) {
        subscribed = null;
        return super.removeMember(memberId);
    }

    /** All topics {@code member} reads: by name, and however else its kind of group allows. */
    public SortedSet<String> topicsOf(M member) {
        return member.topicNames();
    }

    @Override
    public final Set<String> subscribedTopics() {
        Set<String> known = subscribed;
        if (known == null) {
            Set<String> all = new TreeSet<>();
            members().values().forEach(member -> all.addAll(topicsOf(member)));
            known = Collections.unmodifiableSet(all);
            subscribed = known;
        }
        return known;
    }

    /** What members read has changed otherwise than by {@link #put}. */
    protected final void subscriptionsChanged() {
        subscribed = null;
    }

    /** What an assignor is told of the members. */
    final SortedMap<String, MemberSpec> specs(TopicCatalog topics) {
        SortedMap<String, MemberSpec> specs = new TreeMap<>();
        for (M member : members().values()) {
            SortedSet<Uuid> ids = new TreeSet<>();
            for (String name : topicsOf(member)) {
                Uuid topic = topics.id(name);
                if (topic != null) {
                    ids.add(topic);
                }
            }
            specs.put(
                    member.id(),
                    new MemberSpec(
                            member.id(),
                            member.instanceId(),
                            member.rackId(),
                            ids,
                            target(member.id())));
        }
        return specs;
    }
}
