package io.leat.log.broker.group;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.coordinator.CoordinatorHost;
import io.leat.log.coordinator.group.GroupCoordinator;
import io.leat.log.coordinator.group.GroupRecord;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.SyncGroupRequest;
import io.leat.log.protocol.message.SyncGroupResponse;

/** SyncGroup, versions 0 to 5: the leader hands in the assignment, everybody gets theirs. */
public final class SyncGroupHandler implements Handler<SyncGroupRequest, SyncGroupResponse> {

    private final CoordinatorHost<GroupCoordinator, GroupRecord> groups;

    public SyncGroupHandler(Broker broker) {
        this.groups = broker.coordinators().groups();
    }

    @Override
    public ApiKey key() {
        return ApiKey.SYNC_GROUP;
    }

    @Override
    public SyncGroupRequest read(Reader in) {
        return SyncGroupRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context, SyncGroupRequest request, Reply<SyncGroupResponse> reply) {
        groups.<SyncGroupResponse>ask(
                request.groupId(),
                (coordinator, promise, now) -> coordinator.sync(request, promise, now),
                reply::complete,
                error -> reply.complete(SyncGroupResponse.builder().errorCode(error).build()));
    }
}
