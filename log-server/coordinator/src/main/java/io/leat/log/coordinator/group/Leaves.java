package io.leat.log.coordinator.group;

import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.Moment;
import io.leat.log.coordinator.Promise;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.HeartbeatRequest;
import io.leat.log.protocol.message.HeartbeatResponse;
import io.leat.log.protocol.message.LeaveGroupRequest;
import io.leat.log.protocol.message.LeaveGroupRequest.MemberIdentity;
import io.leat.log.protocol.message.LeaveGroupResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Decides LeaveGroup and Heartbeat requests: who is still there. Owned by the shard's loop. */
final class Leaves {

    private final GroupTable groups;
    private final Rebalancer rebalancer;

    Leaves(GroupTable groups, Rebalancer rebalancer) {
        this.groups = groups;
        this.rebalancer = rebalancer;
    }

    /** The answer is about volatile state, so it is given at once. */
    Decision<GroupRecord> heartbeat(
            HeartbeatRequest request, Promise<HeartbeatResponse> promise, Moment now) {
        promise.resolve(HeartbeatResponse.builder().errorCode(beat(request, now)).build());
        return Decision.none();
    }

    private ErrorCode beat(HeartbeatRequest request, Moment now) {
        ClassicGroup group = groups.classic(request.groupId());
        if (request.groupId().isEmpty()) {
            return ErrorCode.INVALID_GROUP_ID;
        }
        if (group == null || group.is(GroupState.EMPTY) || group.is(GroupState.DEAD)) {
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
        Sessions.alive(Objects.requireNonNull(group.member(request.memberId())), now);
        return group.is(GroupState.PREPARING_REBALANCE)
                ? ErrorCode.REBALANCE_IN_PROGRESS
                : ErrorCode.NONE;
    }

    /** Versions before 3 name one member: the handler has put it into the list. */
    Decision<GroupRecord> leave(
            LeaveGroupRequest request, Promise<LeaveGroupResponse> promise, Moment now) {
        ClassicGroup group = groups.classic(request.groupId());
        if (group == null) {
            ErrorCode error =
                    request.groupId().isEmpty()
                            ? ErrorCode.INVALID_GROUP_ID
                            : ErrorCode.UNKNOWN_MEMBER_ID;
            return Decision.answer(promise, LeaveGroupResponse.builder().errorCode(error).build());
        }
        Decision<GroupRecord> out = Decision.none();
        List<LeaveGroupResponse.MemberResponse> results = new ArrayList<>();
        boolean membersLeft = false;
        boolean pendingLeft = false;
        for (MemberIdentity each : request.members()) {
            boolean pending = each.groupInstanceId() == null && group.dropPending(each.memberId());
            pendingLeft |= pending;
            ErrorCode error = pending ? ErrorCode.NONE : remove(group, each, out);
            membersLeft |= !pending && error == ErrorCode.NONE;
            results.add(
                    new LeaveGroupResponse.MemberResponse(
                            each.memberId(), each.groupInstanceId(), error));
        }
        if (membersLeft
                && (group.is(GroupState.STABLE) || group.is(GroupState.COMPLETING_REBALANCE))) {
            rebalancer.prepare(group, "members left", now, out);
        } else if (membersLeft || pendingLeft) {
            rebalancer.maybeComplete(group, now, out);
        }
        LeaveGroupResponse response = LeaveGroupResponse.builder().members(results).build();
        return out.andAnswer(promise, response);
    }

    private ErrorCode remove(
            ClassicGroup group, MemberIdentity identity, Decision<GroupRecord> out) {
        String memberId = identity.memberId();
        if (identity.groupInstanceId() != null && memberId.isEmpty()) {
            // An administrator removes a static member whose id only the coordinator knows.
            String holder = group.staticMember(identity.groupInstanceId());
            memberId = holder == null ? "" : holder;
        }
        ErrorCode error = Membership.check(group, memberId, identity.groupInstanceId());
        Member member = group.member(memberId);
        if (error == ErrorCode.NONE && member != null) {
            rebalancer.removeQuietly(group, member, ErrorCode.UNKNOWN_MEMBER_ID, out);
        }
        return error;
    }
}
