package io.leat.log.coordinator.group.share;

import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.Moment;
import io.leat.log.coordinator.group.GroupKind;
import io.leat.log.coordinator.group.GroupRecord;
import io.leat.log.coordinator.group.OffsetCommitter;
import io.leat.log.coordinator.group.OffsetRule;
import io.leat.log.coordinator.group.assignment.AssignedGroup;
import io.leat.log.coordinator.group.assignment.Assignment;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.LogRecord;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.ShareGroupCurrentMemberAssignmentKey;
import io.leat.log.protocol.message.ShareGroupCurrentMemberAssignmentValue;
import io.leat.log.protocol.message.ShareGroupMemberMetadataKey;
import io.leat.log.protocol.message.ShareGroupMemberMetadataValue;
import io.leat.log.protocol.message.ShareGroupMetadataValue;
import io.leat.log.protocol.message.ShareGroupStatePartitionMetadataKey;
import io.leat.log.protocol.message.ShareGroupStatePartitionMetadataValue;
import io.leat.log.protocol.message.ShareGroupTargetAssignmentMemberKey;
import io.leat.log.protocol.message.ShareGroupTargetAssignmentMemberValue;
import io.leat.log.protocol.message.ShareGroupTargetAssignmentMetadataKey;
import io.leat.log.protocol.message.ShareGroupTargetAssignmentMetadataValue;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A share group: who is in it, who fetches what. Owned by the shard's loop. */
final class ShareGroup extends AssignedGroup<ShareMember> {

    private final SharedStates states;
    private SharedTopics shared = SharedTopics.NONE;

    /** When share coordinators were last asked to begin with a topic. Not durable. */
    private final Map<Uuid, Long> askedMs;

    /**
     * @param askedMs when share coordinators were asked for it; outlives this object
     */
    ShareGroup(String id, SharedStates states, Map<Uuid, Long> askedMs) {
        super(id);
        this.states = states;
        this.askedMs = askedMs;
    }

    private ShareGroup(ShareGroup other) {
        super(other);
        this.states = other.states;
        this.shared = other.shared;
        this.askedMs = other.askedMs;
    }

    /** Another one as this is, to try changes on. */
    ShareGroup copy() {
        return new ShareGroup(this);
    }

    SharedTopics shared() {
        return shared;
    }

    boolean askedSince(Uuid topic, long momentMs) {
        return askedMs.getOrDefault(topic, Long.MIN_VALUE) > momentMs;
    }

    void asked(Uuid topic, long nowMs) {
        askedMs.put(topic, nowMs);
    }

    void answered(Uuid topic) {
        askedMs.remove(topic);
    }

    @Override
    public GroupKind kind() {
        return GroupKind.SHARE;
    }

    @Override
    public String protocolType() {
        return GroupKind.SHARE.label();
    }

    @Override
    public String stateLabel() {
        return isEmpty() ? "Empty" : "Stable";
    }

    @Override
    public OffsetRule commitRule(OffsetCommitter committer, Moment now) {
        return OffsetRule.always(ErrorCode.GROUP_ID_NOT_FOUND);
    }

    @Override
    public ErrorCode checkFetch(@Nullable String memberId, int memberEpoch) {
        return ErrorCode.GROUP_ID_NOT_FOUND;
    }

    @Override
    public ErrorCode checkOffsetDeletion() {
        return ErrorCode.GROUP_ID_NOT_FOUND;
    }

    /** How far it is stays with the share coordinators: it is deleted on request only. */
    @Override
    public boolean expires() {
        return false;
    }

    @Override
    public void remove(Decision<GroupRecord> out) {
        members().keySet().forEach(member -> ShareRecords.removeMember(out, id(), member));
        out.append(ShareRecords.noTargetEpoch(id()));
        out.append(ShareRecords.noShared(id()));
        out.append(ShareRecords.noGroup(id()));
        Assignment kept = shared.all();
        out.onCommitted(() -> states.delete(id(), kept, done -> {}));
    }

    /** Takes over what a record says; the one that ends the group is not for it. */
    void apply(LogRecord key, @Nullable LogRecord value) {
        if (value instanceof ShareGroupMetadataValue it) {
            epoch(it.epoch(), it.metadataHash());
        } else if (key instanceof ShareGroupMemberMetadataKey it) {
            applyProfile(it.memberId(), (ShareGroupMemberMetadataValue) value);
        } else if (key instanceof ShareGroupCurrentMemberAssignmentKey it) {
            applyProgress(it.memberId(), (ShareGroupCurrentMemberAssignmentValue) value);
        } else if (key instanceof ShareGroupTargetAssignmentMetadataKey) {
            if (value instanceof ShareGroupTargetAssignmentMetadataValue it) {
                assigned(it.assignmentEpoch(), it.assignmentTimestamp());
            } else {
                unassigned();
            }
        } else if (key instanceof ShareGroupTargetAssignmentMemberKey it) {
            target(
                    it.memberId(),
                    value == null
                            ? null
                            : ShareRecords.target((ShareGroupTargetAssignmentMemberValue) value));
        } else if (key instanceof ShareGroupStatePartitionMetadataKey) {
            shared =
                    value == null
                            ? SharedTopics.NONE
                            : ShareRecords.shared((ShareGroupStatePartitionMetadataValue) value);
        }
    }

    private ShareMember known(String memberId) {
        ShareMember member = member(memberId);
        return member == null ? ShareMember.unknown(memberId) : member;
    }

    private void applyProfile(String memberId, @Nullable ShareGroupMemberMetadataValue value) {
        if (value == null) {
            removeMember(memberId);
        } else {
            put(
                    known(memberId)
                            .described(
                                    value.rackId(),
                                    value.clientId(),
                                    value.clientHost(),
                                    new TreeSet<>(value.subscribedTopicNames())));
        }
    }

    private void applyProgress(
            String memberId, @Nullable ShareGroupCurrentMemberAssignmentValue value) {
        ShareMember member = member(memberId);
        if (member == null) {
            return; // it left
        }
        if (value == null) {
            put(member.assigned(0, -1, Assignment.NONE));
            return;
        }
        TreeMap<Uuid, SortedSet<Integer>> topics = new TreeMap<>();
        value.assignedPartitions()
                .forEach(each -> topics.put(each.topicId(), new TreeSet<>(each.partitions())));
        put(
                member.assigned(
                        value.memberEpoch(), value.previousMemberEpoch(), new Assignment(topics)));
    }
}
