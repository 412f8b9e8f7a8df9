package io.leat.log.coordinator.group.assignment;

import io.leat.log.coordinator.group.Group;
import io.leat.log.coordinator.group.TopicCatalog;
import io.leat.log.protocol.Uuid;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A group whose coordinator hands out the partitions. Owned by the shard's loop; changed by applied
 * records only, except for when its topics were last looked at.
 *
 * <p>Three epochs drive it: the group epoch grows when members or topics change, the assignment
 * epoch says for which group epoch the target was made, and each member's epoch follows once it has
 * what the target gives it.
 */
public abstract class AssignedGroup<M extends AssignedMember> implements Group {

    /** Where both epochs start: the first member makes it 2. */
    private static final int FIRST_EPOCH = 1;

    private static final int NO_EPOCH = -1;
    private static final long NEVER_CHECKED = -1;

    private final String id;
    private final SortedMap<String, M> members = new TreeMap<>();
    private final Map<String, Assignment> targets = new HashMap<>();
    private int epoch = FIRST_EPOCH;
    private int assignmentEpoch = FIRST_EPOCH;
    private long assignmentTimestampMs;
    private long metadataHash;
    private long checkedVersion = NEVER_CHECKED;
    private @Nullable Set<String> subscribed;

    protected AssignedGroup(String id) {
        this.id = id;
    }

    /** As {@code other} is, to try changes on. */
    protected AssignedGroup(AssignedGroup<M> other) {
        this.id = other.id;
        this.members.putAll(other.members);
        this.targets.putAll(other.targets);
        this.epoch = other.epoch;
        this.assignmentEpoch = other.assignmentEpoch;
        this.assignmentTimestampMs = other.assignmentTimestampMs;
        this.metadataHash = other.metadataHash;
        this.checkedVersion = other.checkedVersion;
    }

    @Override
    public final String id() {
        return id;
    }

    @Override
    public final boolean isEmpty() {
        return members.isEmpty();
    }

    @Override
    public final int memberCount() {
        return members.size();
    }

    public final int epoch() {
        return epoch;
    }

    /** The hash of the topics, as they were when the epoch was last raised. */
    public final long metadataHash() {
        return metadataHash;
    }

    public final void epoch(int epoch, long metadataHash) {
        this.epoch = epoch;
        this.metadataHash = metadataHash;
    }

    /** The group epoch the target was made for. */
    public final int assignmentEpoch() {
        return assignmentEpoch;
    }

    public final long assignmentTimestampMs() {
        return assignmentTimestampMs;
    }

    public final void assigned(int epoch, long timestampMs) {
        assignmentEpoch = epoch;
        assignmentTimestampMs = timestampMs;
    }

    /** The target is not there any more. */
    public final void unassigned() {
        assigned(NO_EPOCH, 0);
    }

    public final Assignment target(String memberId) {
        return targets.getOrDefault(memberId, Assignment.NONE);
    }

    public final Map<String, Assignment> targets() {
        return Collections.unmodifiableMap(targets);
    }

    public final void target(String memberId, @Nullable Assignment target) {
        if (target == null) {
            targets.remove(memberId);
        } else {
            targets.put(memberId, target);
        }
    }

    public final SortedMap<String, M> members() {
        return Collections.unmodifiableSortedMap(members);
    }

    public final @Nullable M member(String memberId) {
        return members.get(memberId);
    }

    /** Adds a member or takes over what changed of it. */
    public void put(M member) {
        members.put(member.id(), member);
        subscribed = null;
    }

    /** Returns the member that is not there any more. */
    public @Nullable M removeMember(String memberId) {
        subscribed = null;
        return members.remove(memberId);
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
            members.values().forEach(member -> all.addAll(topicsOf(member)));
            known = Collections.unmodifiableSet(all);
            subscribed = known;
        }
        return known;
    }

    /** What members read has changed otherwise than by {@link #put}. */
    protected final void subscriptionsChanged() {
        subscribed = null;
    }

    /** Whether topics may have changed since {@link #checked}. */
    public final boolean mustCheck(TopicCatalog topics) {
        return topics.version() != checkedVersion;
    }

    /** The topics were looked at: it need not be done again until there is another catalog. */
    public final void checked(TopicCatalog topics) {
        checkedVersion = topics.version();
    }

    /** What an assignor is told of the members. */
    final SortedMap<String, MemberSpec> specs(TopicCatalog topics) {
        SortedMap<String, MemberSpec> specs = new TreeMap<>();
        for (M member : members.values()) {
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
