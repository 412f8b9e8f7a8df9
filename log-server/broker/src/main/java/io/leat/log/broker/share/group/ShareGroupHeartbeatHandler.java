package io.leat.log.broker.share.group;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.coordinator.CoordinatorHost;
import io.leat.log.coordinator.group.GroupCoordinator;
import io.leat.log.coordinator.group.GroupRecord;
import io.leat.log.coordinator.group.share.ShareGroups;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.ShareGroupHeartbeatRequest;
import io.leat.log.protocol.message.ShareGroupHeartbeatResponse;

/** ShareGroupHeartbeat, version 1: a member of a share group joins, is alive, or leaves. */
public final class ShareGroupHeartbeatHandler
        implements Handler<ShareGroupHeartbeatRequest, ShareGroupHeartbeatResponse> {

    private final CoordinatorHost<GroupCoordinator, GroupRecord> groups;

    public ShareGroupHeartbeatHandler(Broker broker) {
        this.groups = broker.coordinators().groups();
    }

    @Override
    public ApiKey key() {
        return ApiKey.SHARE_GROUP_HEARTBEAT;
    }

    @Override
    public ShareGroupHeartbeatRequest read(Reader in) {
        return ShareGroupHeartbeatRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            ShareGroupHeartbeatRequest request,
            Reply<ShareGroupHeartbeatResponse> reply) {
        ShareGroups.Caller caller =
                new ShareGroups.Caller(context.clientId(), "/" + context.remote().host());
        groups.<ShareGroupHeartbeatResponse>ask(
                request.groupId(),
                (coordinator, promise, now) ->
                        coordinator
                                .part(ShareGroups.class)
                                .heartbeat(request, caller, promise, now),
                reply::complete,
                error ->
                        reply.complete(
                                ShareGroupHeartbeatResponse.builder()
                                        .errorCode(error)
                                        .errorMessage(error.message() + ".")
                                        .build()));
    }
}
