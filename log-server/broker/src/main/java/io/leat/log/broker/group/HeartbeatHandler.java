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
import io.leat.log.protocol.message.HeartbeatRequest;
import io.leat.log.protocol.message.HeartbeatResponse;

/** Heartbeat, versions 0 to 4: a member of a classic group is alive. */
public final class HeartbeatHandler implements Handler<HeartbeatRequest, HeartbeatResponse> {

    private final CoordinatorHost<GroupCoordinator, GroupRecord> groups;

    public HeartbeatHandler(Broker broker) {
        this.groups = broker.coordinators().groups();
    }

    @Override
    public ApiKey key() {
        return ApiKey.HEARTBEAT;
    }

    @Override
    public HeartbeatRequest read(Reader in) {
        return HeartbeatRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context, HeartbeatRequest request, Reply<HeartbeatResponse> reply) {
        groups.<HeartbeatResponse>ask(
                request.groupId(),
                (coordinator, promise, now) -> coordinator.heartbeat(request, promise, now),
                reply::complete,
                error -> reply.complete(HeartbeatResponse.builder().errorCode(error).build()));
    }
}
