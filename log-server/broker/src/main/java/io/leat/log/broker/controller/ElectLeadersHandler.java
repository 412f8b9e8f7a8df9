package io.leat.log.broker.controller;

import io.leat.log.broker.Broker;
import io.leat.log.broker.RequestContext;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.ElectLeadersRequest;
import io.leat.log.protocol.message.ElectLeadersResponse;
import io.leat.log.quorum.controller.Decision;
import io.leat.log.quorum.controller.ElectLeaders;
import io.leat.log.quorum.image.MetadataImage;

/** ElectLeaders, versions 0 to 2: preferred or, at a price, any leaders. */
public final class ElectLeadersHandler
        extends ControllerHandler<ElectLeadersRequest, ElectLeadersResponse> {

    private final ElectLeaders decisions;

    public ElectLeadersHandler(Broker broker) {
        super(broker, ApiKey.ELECT_LEADERS, ElectLeadersRequest::read);
        this.decisions = new ElectLeaders(broker.topics().rules());
    }

    @Override
    Decision<ElectLeadersResponse> decide(
            MetadataImage image, RequestContext context, ElectLeadersRequest request) {
        return decisions.decide(image, request);
    }

    @Override
    ElectLeadersResponse failed(ElectLeadersRequest request, ErrorCode error) {
        return ElectLeadersResponse.builder().errorCode(error).build();
    }
}
