package io.leat.log.broker.group;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.access.Visibility;
import io.leat.log.broker.coordinator.CoordinatorHost;
import io.leat.log.coordinator.group.GroupCoordinator;
import io.leat.log.coordinator.group.GroupRecord;
import io.leat.log.coordinator.group.consumer.ConsumerCall;
import io.leat.log.coordinator.group.consumer.ConsumerGroups;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.ConsumerGroupHeartbeatRequest;
import io.leat.log.protocol.message.ConsumerGroupHeartbeatResponse;

/** ConsumerGroupHeartbeat, versions 0 to 1: a member of a consumer group joins, stays or leaves. */
public final class ConsumerGroupHeartbeatHandler
        implements Handler<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse> {

    private final CoordinatorHost<GroupCoordinator, GroupRecord> groups;
    private final Visibility visibility;

    public ConsumerGroupHeartbeatHandler(Broker broker) {
        this.groups = broker.coordinators().groups();
        this.visibility = new Visibility(broker);
    }

    @Override
    public ApiKey key() {
        return ApiKey.CONSUMER_GROUP_HEARTBEAT;
    }

    @Override
    public ConsumerGroupHeartbeatRequest read(Reader in) {
        return ConsumerGroupHeartbeatRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            ConsumerGroupHeartbeatRequest request,
            Reply<ConsumerGroupHeartbeatResponse> reply) {
        ConsumerCall call =
                new ConsumerCall(
                        context.clientId(),
                        "/" + context.remote().host(),
                        context.apiVersion(),
                        visibility.of(context));
        groups.<ConsumerGroupHeartbeatResponse>ask(
                request.groupId(),
                (coordinator, promise, now) ->
                        coordinator
                                .part(ConsumerGroups.class)
                                .heartbeat(request, call, promise, now),
                reply::complete,
                error ->
                        reply.complete(
                                ConsumerGroupHeartbeatResponse.builder()
                                        .errorCode(error)
                                        .errorMessage(error.message())
                                        .build()));
    }
}
