package io.leat.log.coordinator.group.streams;

import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.Moment;
import io.leat.log.coordinator.group.GroupRecord;
import io.leat.log.coordinator.group.GroupTable;
import io.leat.log.coordinator.group.assignment.MemberState;
import io.leat.log.coordinator.group.assignment.MemberTimers;
import io.leat.log.coordinator.group.assignment.MemberTimers.Purpose;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes members: those that leave, and those that are late. Owned by the shard's loop. */
final class Fencing {

    private static final Logger log = LoggerFactory.getLogger(Fencing.class);

    private final GroupTable groups;
    private final MemberTimers deadlines;
    private final StreamsSettings settings;

    Fencing(GroupTable groups, MemberTimers deadlines, StreamsSettings settings) {
        this.groups = groups;
        this.deadlines = deadlines;
        this.settings = settings;
    }

    /** Removes a member and lets the others have its tasks. */
    Decision<GroupRecord> remove(StreamsGroup group, String memberId, String reason) {
        log.info("Member removed group={} member={} reason={}", group.id(), memberId, reason);
        Draft draft = new Draft(group, Decision.none());
        draft.removeMember(memberId);
        draft.raiseEpoch(
                group.metadataHash(),
                group.validatedTopology(),
                group.assignmentConfigs(),
                "member " + memberId);
        return draft.out();
    }

    /** The member was heard of. */
    void watchSession(String groupId, String memberId, Moment now) {
        deadlines.schedule(
                groupId,
                memberId,
                Purpose.SESSION,
                settings.sessionTimeoutMs().applyAsInt(groupId),
                now,
                late -> fence(groupId, memberId, "it was silent for too long"));
    }

    /** A member that has to give tasks up must do so in time. */
    void watchRevocation(
            String groupId, StreamsMember member, @Nullable StreamsMember before, Moment now) {
        Progress progress = member.progress();
        if (progress.state() != MemberState.UNREVOKED) {
            deadlines.cancel(groupId, member.id(), Purpose.REBALANCE);
            return;
        }
        boolean waitsAlready =
                before != null
                        && progress.equals(before.progress())
                        && deadlines.isScheduled(groupId, member.id(), Purpose.REBALANCE);
        if (!waitsAlready) {
            deadlines.schedule(
                    groupId,
                    member.id(),
                    Purpose.REBALANCE,
                    member.profile().rebalanceTimeoutMs(),
                    now,
                    late -> fenceIfAt(groupId, member.id(), progress.epoch()));
        }
    }

    private Decision<GroupRecord> fenceIfAt(String groupId, String memberId, int epoch) {
        StreamsGroup group = groups.get(groupId, StreamsGroup.class);
        StreamsMember member = group == null ? null : group.member(memberId);
        return member == null || member.epoch() != epoch
                ? Decision.none()
                : fence(groupId, memberId, "it did not give up its tasks in time");
    }

    private Decision<GroupRecord> fence(String groupId, String memberId, String reason) {
        StreamsGroup group = groups.get(groupId, StreamsGroup.class);
        return group == null || group.member(memberId) == null
                ? Decision.none()
                : remove(group, memberId, reason);
    }

    /** The member is not there any more. */
    void forget(String groupId, String memberId) {
        deadlines.cancel(groupId, memberId);
    }
}
