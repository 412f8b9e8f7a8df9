package io.leat.log.broker.group;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.coordinator.CoordinatorHost;
import io.leat.log.coordinator.group.GroupCoordinator;
import io.leat.log.coordinator.group.GroupRecord;
import io.leat.log.coordinator.group.JoinContext;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.JoinGroupRequest;
import io.leat.log.protocol.message.JoinGroupResponse;

/**
 * JoinGroup, versions 0 to 9: a member joins a classic group. The answer may wait as long as the
 * rebalance takes.
 */
public final class JoinGroupHandler implements Handler<JoinGroupRequest, JoinGroupResponse> {

    private final CoordinatorHost<GroupCoordinator, GroupRecord> groups;

    public JoinGroupHandler(Broker broker) {
        this.groups = broker.coordinators().groups();
    }

    @Override
    public ApiKey key() {
        return ApiKey.JOIN_GROUP;
    }

    @Override
    public JoinGroupRequest read(Reader in) {
        return JoinGroupRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context, JoinGroupRequest request, Reply<JoinGroupResponse> reply) {
        JoinContext client =
                new JoinContext(
                        context.clientId(), "/" + context.remote().host(), context.apiVersion());
        groups.<JoinGroupResponse>ask(
                request.groupId(),
                (coordinator, promise, now) -> coordinator.join(request, client, promise, now),
                response -> reply.complete(fit(response, context.apiVersion())),
                error ->
                        reply.complete(
                                JoinGroupResponse.builder()
                                        .errorCode(error)
                                        .protocolName("")
                                        .memberId(request.memberId())
                                        .build()));
    }

    /** From version 7 on, a member that could not join is told of no protocol rather than "". */
    private static JoinGroupResponse fit(JoinGroupResponse response, int version) {
        boolean none = version >= 7 && response.errorCode() != ErrorCode.NONE;
        return none ? response.toBuilder().protocolName(null).build() : response;
    }
}
