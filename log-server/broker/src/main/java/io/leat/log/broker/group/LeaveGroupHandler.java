package io.leat.log.broker.group;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.coordinator.CoordinatorHost;
import io.leat.log.coordinator.group.GroupCoordinator;
import io.leat.log.coordinator.group.GroupRecord;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.LeaveGroupRequest;
import io.leat.log.protocol.message.LeaveGroupResponse;
import java.util.List;

/** LeaveGroup, versions 0 to 5: members leave a classic group; before version 3 only one. */
public final class LeaveGroupHandler implements Handler<LeaveGroupRequest, LeaveGroupResponse> {

    private final CoordinatorHost<GroupCoordinator, GroupRecord> groups;

    public LeaveGroupHandler(Broker broker) {
        this.groups = broker.coordinators().groups();
    }

    @Override
    public ApiKey key() {
        return ApiKey.LEAVE_GROUP;
    }

    @Override
    public LeaveGroupRequest read(Reader in) {
        return LeaveGroupRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context, LeaveGroupRequest request, Reply<LeaveGroupResponse> reply) {
        boolean single = context.apiVersion() < 3;
        LeaveGroupRequest all = single ? listed(request) : request;
        groups.<LeaveGroupResponse>ask(
                request.groupId(),
                (coordinator, promise, now) -> coordinator.leave(all, promise, now),
                response -> reply.complete(single ? unlisted(response) : response),
                error -> reply.complete(LeaveGroupResponse.builder().errorCode(error).build()));
    }

    private static LeaveGroupRequest listed(LeaveGroupRequest request) {
        LeaveGroupRequest.MemberIdentity member =
                LeaveGroupRequest.MemberIdentity.builder().memberId(request.memberId()).build();
        return request.toBuilder().members(List.of(member)).build();
    }

    private static LeaveGroupResponse unlisted(LeaveGroupResponse response) {
        ErrorCode error =
                response.errorCode() == ErrorCode.NONE && !response.members().isEmpty()
                        ? response.members().get(0).errorCode()
                        : response.errorCode();
        return LeaveGroupResponse.builder().errorCode(error).build();
    }
}
