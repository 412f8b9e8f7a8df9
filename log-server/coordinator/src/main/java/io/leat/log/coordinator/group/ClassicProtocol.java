package io.leat.log.coordinator.group;

import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.Moment;
import io.leat.log.coordinator.Promise;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.HeartbeatRequest;
import io.leat.log.protocol.message.HeartbeatResponse;
import io.leat.log.protocol.message.JoinGroupRequest;
import io.leat.log.protocol.message.JoinGroupResponse;
import io.leat.log.protocol.message.LeaveGroupRequest;
import io.leat.log.protocol.message.LeaveGroupResponse;
import io.leat.log.protocol.message.SyncGroupRequest;
import io.leat.log.protocol.message.SyncGroupResponse;

/**
 * What a group of another kind answers to requests of the classic protocol: unless it takes such
 * members, that it is not theirs. Owned by the shard's loop.
 */
public interface ClassicProtocol {

    /** Of groups without members of the classic protocol. */
    ClassicProtocol REFUSED = new ClassicProtocol() {};

    default Decision<GroupRecord> join(
            JoinGroupRequest request,
            JoinContext context,
            Promise<JoinGroupResponse> promise,
            Moment now) {
        return Decision.answer(
                promise, Joins.refusal(ErrorCode.INCONSISTENT_GROUP_PROTOCOL, request.memberId()));
    }

    default Decision<GroupRecord> sync(
            SyncGroupRequest request, Promise<SyncGroupResponse> promise, Moment now) {
        return Decision.answer(promise, Syncs.refusal(ErrorCode.UNKNOWN_MEMBER_ID));
    }

    default Decision<GroupRecord> heartbeat(
            HeartbeatRequest request, Promise<HeartbeatResponse> promise, Moment now) {
        return Decision.answer(
                promise,
                HeartbeatResponse.builder().errorCode(ErrorCode.UNKNOWN_MEMBER_ID).build());
    }

    default Decision<GroupRecord> leave(
            LeaveGroupRequest request, Promise<LeaveGroupResponse> promise, Moment now) {
        return Decision.answer(
                promise,
                LeaveGroupResponse.builder().errorCode(ErrorCode.UNKNOWN_MEMBER_ID).build());
    }
}
