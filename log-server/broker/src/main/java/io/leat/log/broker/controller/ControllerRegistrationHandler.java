package io.leat.log.broker.controller;

import io.leat.log.broker.Broker;
import io.leat.log.broker.RequestContext;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.ControllerRegistrationRequest;
import io.leat.log.protocol.message.ControllerRegistrationResponse;
import io.leat.log.quorum.controller.Decision;
import io.leat.log.quorum.controller.NodeDecisions;
import io.leat.log.quorum.image.MetadataImage;

/** ControllerRegistration, version 0: a controller tells where it is and what it can. */
public final class ControllerRegistrationHandler
        extends ControllerHandler<ControllerRegistrationRequest, ControllerRegistrationResponse> {

    public ControllerRegistrationHandler(Broker broker) {
        super(broker, ApiKey.CONTROLLER_REGISTRATION, ControllerRegistrationRequest::read);
    }

    /** Only brokers ask, and they ask the controller themselves. */
    @Override
    public boolean decidedByController() {
        return false;
    }

    @Override
    Decision<ControllerRegistrationResponse> decide(
            MetadataImage image, RequestContext context, ControllerRegistrationRequest request) {
        return NodeDecisions.registerController(image, request);
    }

    @Override
    ControllerRegistrationResponse failed(ControllerRegistrationRequest request, ErrorCode error) {
        return ControllerRegistrationResponse.builder()
                .errorCode(error)
                .errorMessage(error.message())
                .build();
    }
}
