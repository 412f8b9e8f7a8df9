package io.leat.log.broker.controller;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.BrokerHeartbeatRequest;
import io.leat.log.protocol.message.BrokerHeartbeatResponse;
import io.leat.log.quorum.controller.Decision;
import io.leat.log.quorum.image.MetadataImage;

/** BrokerHeartbeat, versions 0 to 2: a broker is alive, and says what it wants. */
public final class BrokerHeartbeatHandler
        extends ControllerHandler<BrokerHeartbeatRequest, BrokerHeartbeatResponse> {

    private final BrokerSessions sessions;

    public BrokerHeartbeatHandler(Broker broker) {
        this(broker, broker.sessions());
    }

    BrokerHeartbeatHandler(Broker broker, BrokerSessions sessions) {
        super(broker, ApiKey.BROKER_HEARTBEAT, BrokerHeartbeatRequest::read);
        this.sessions = sessions;
    }

    /** Only brokers ask, and they ask the controller themselves. */
    @Override
    public boolean decidedByController() {
        return false;
    }

    /** What is answered is a promise not to fence the sender for a session. */
    @Override
    public void handle(
            RequestContext context,
            BrokerHeartbeatRequest request,
            Reply<BrokerHeartbeatResponse> reply) {
        if (sessions.doubted()) {
            reply.complete(failed(request, ErrorCode.NOT_CONTROLLER));
        } else {
            super.handle(context, request, reply);
        }
    }

    @Override
    Decision<BrokerHeartbeatResponse> decide(
            MetadataImage image, RequestContext context, BrokerHeartbeatRequest request) {
        return broker().brokerLife().heartbeat(image, request, sessions);
    }

    @Override
    void decided(
            RequestContext context,
            BrokerHeartbeatRequest request,
            BrokerHeartbeatResponse response) {
        if (response.errorCode() == ErrorCode.NONE) {
            sessions.heard(
                    request.brokerId(),
                    request.brokerEpoch(),
                    request.currentMetadataOffset(),
                    context.client());
            if (request.wantShutDown()) {
                sessions.stopping(request.brokerId(), broker().image().offset());
            }
        }
    }

    @Override
    BrokerHeartbeatResponse failed(BrokerHeartbeatRequest request, ErrorCode error) {
        return BrokerHeartbeatResponse.builder().errorCode(error).build();
    }
}
