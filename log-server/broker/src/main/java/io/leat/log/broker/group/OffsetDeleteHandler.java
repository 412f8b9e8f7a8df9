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
import io.leat.log.protocol.message.OffsetDeleteRequest;
import io.leat.log.protocol.message.OffsetDeleteResponse;

/** OffsetDelete, version 0: offsets of topics a group does not read. */
public final class OffsetDeleteHandler
        implements Handler<OffsetDeleteRequest, OffsetDeleteResponse> {

    private final CoordinatorHost<GroupCoordinator, GroupRecord> groups;

    public OffsetDeleteHandler(Broker broker) {
        this.groups = broker.coordinators().groups();
    }

    @Override
    public ApiKey key() {
        return ApiKey.OFFSET_DELETE;
    }

    @Override
    public OffsetDeleteRequest read(Reader in) {
        return OffsetDeleteRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            OffsetDeleteRequest request,
            Reply<OffsetDeleteResponse> reply) {
        groups.<OffsetDeleteResponse>ask(
                request.groupId(),
                (coordinator, promise, now) -> coordinator.deleteOffsets(request, promise),
                reply::complete,
                error -> reply.complete(OffsetDeleteResponse.builder().errorCode(error).build()));
    }
}
