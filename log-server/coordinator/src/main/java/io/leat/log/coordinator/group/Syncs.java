package io.leat.log.coordinator.group;

import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.Moment;
import io.leat.log.coordinator.Promise;
import io.leat.log.coordinator.group.GroupRecord.GroupSaved;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.GroupMetadataValue;
import io.leat.log.protocol.message.GroupMetadataValue.MemberMetadata;
import io.leat.log.protocol.message.SyncGroupRequest;
import io.leat.log.protocol.message.SyncGroupResponse;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Decides SyncGroup requests: hands out what the leader assigned. Owned by the shard's loop. */
final class Syncs {

    private final GroupTable groups;
    private final Rebalancer rebalancer;

    Syncs(GroupTable groups, Rebalancer rebalancer) {
        this.groups = groups;
        this.rebalancer = rebalancer;
    }

    /** What a member gets that has no assignment here. */
    static SyncGroupResponse refusal(ErrorCode error) {
        return SyncGroupResponse.builder().errorCode(error).assignment(OwnedBytes.EMPTY).build();
    }

    Decision<GroupRecord> sync(
            SyncGroupRequest request, Promise<SyncGroupResponse> promise, Moment now) {
        ClassicGroup group = groups.classic(request.groupId());
        ErrorCode error = check(group, request);
        if (group == null || error != ErrorCode.NONE) {
            return Decision.answer(promise, refusal(error));
        }
        Member member = Objects.requireNonNull(group.member(request.memberId()));
        return switch (group.state()) {
            case EMPTY, DEAD -> Decision.answer(promise, refusal(ErrorCode.UNKNOWN_MEMBER_ID));
            case PREPARING_REBALANCE ->
                    Decision.answer(promise, refusal(ErrorCode.REBALANCE_IN_PROGRESS));
            case COMPLETING_REBALANCE -> park(group, member, request, promise, now);
            case STABLE -> {
                synced(group, member, now);
                yield Decision.answer(promise, assigned(group, member.assignment()));
            }
        };
    }

    private static ErrorCode check(@Nullable ClassicGroup group, SyncGroupRequest request) {
        if (request.groupId().isEmpty()) {
            return ErrorCode.INVALID_GROUP_ID;
        }
        if (group == null) {
            return ErrorCode.UNKNOWN_MEMBER_ID;
        }
        ErrorCode error =
                Membership.check(
                        group,
                        request.memberId(),
                        request.groupInstanceId(),
                        request.generationId());
        if (error != ErrorCode.NONE) {
            return error;
        }
        boolean consistent =
                matches(request.protocolType(), group.protocolType())
                        && matches(request.protocolName(), group.protocol());
        return consistent ? ErrorCode.NONE : ErrorCode.INCONSISTENT_GROUP_PROTOCOL;
    }

    /** Versions before 5 do not say which protocol they mean. */
    private static boolean matches(@Nullable String said, @Nullable String known) {
        return said == null || said.equals(known);
    }

    private Decision<GroupRecord> park(
            ClassicGroup group,
            Member member,
            SyncGroupRequest request,
            Promise<SyncGroupResponse> promise,
            Moment now) {
        Decision<GroupRecord> out = Decision.none();
        synced(group, member, now);
        if (!group.isLeader(member)) {
            Promise<SyncGroupResponse> earlier = member.takeSyncing();
            if (earlier != null) {
                out.andAnswer(earlier, refusal(ErrorCode.REBALANCE_IN_PROGRESS));
            }
            member.syncing(promise);
            return out;
        }
        Map<String, ByteBuffer> assignments = new HashMap<>();
        request.assignments()
                .forEach(a -> assignments.put(a.memberId(), OwnedBytes.of(a.assignment())));
        return handOut(group, member, assignments, promise, out);
    }

    /**
     * Saves the assignment and answers everybody. The group becomes stable in {@link #applied},
     * when the record is in the log; should it not get there, the members ask again.
     */
    private static Decision<GroupRecord> handOut(
            ClassicGroup group,
            Member leader,
            Map<String, ByteBuffer> assignments,
            Promise<SyncGroupResponse> promise,
            Decision<GroupRecord> out) {
        out.append(new GroupSaved(group.id(), group.snapshot(assignments)));
        out.andAnswer(promise, assigned(group, of(assignments, leader)));
        for (Member each : group.members()) {
            Promise<SyncGroupResponse> waiting = each.takeSyncing();
            if (waiting != null) {
                out.andAnswer(waiting, assigned(group, of(assignments, each)));
            }
        }
        return out;
    }

    private static ByteBuffer of(Map<String, ByteBuffer> assignments, Member member) {
        return assignments.getOrDefault(member.id(), OwnedBytes.EMPTY);
    }

    private static SyncGroupResponse assigned(ClassicGroup group, ByteBuffer assignment) {
        return SyncGroupResponse.builder()
                .protocolType(group.protocolType())
                .protocolName(group.protocol())
                .assignment(assignment)
                .build();
    }

    private void synced(ClassicGroup group, Member member, Moment now) {
        Sessions.alive(member, now);
        group.unsynced().remove(member.id());
        if (group.unsynced().isEmpty()) {
            group.syncTimer(null);
        }
    }

    /** The assignment of the present generation is in the log. */
    static void applied(ClassicGroup group, GroupMetadataValue value) {
        if (!group.is(GroupState.COMPLETING_REBALANCE)
                || value.generation() != group.generation()) {
            return;
        }
        for (MemberMetadata each : value.members()) {
            Member member = group.member(each.memberId());
            if (member != null) {
                member.assignment(each.assignment());
            }
        }
        group.become(GroupState.STABLE, group.stateTimestampMs());
    }
}
