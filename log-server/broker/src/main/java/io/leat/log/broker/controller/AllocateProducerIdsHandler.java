package io.leat.log.broker.controller;

import io.leat.log.broker.Broker;
import io.leat.log.broker.RequestContext;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.AllocateProducerIdsRequest;
import io.leat.log.protocol.message.AllocateProducerIdsResponse;
import io.leat.log.quorum.controller.Decision;
import io.leat.log.quorum.controller.NodeDecisions;
import io.leat.log.quorum.image.MetadataImage;

/** AllocateProducerIds, version 0: a block of producer ids for a broker. */
public final class AllocateProducerIdsHandler
        extends ControllerHandler<AllocateProducerIdsRequest, AllocateProducerIdsResponse> {

    public AllocateProducerIdsHandler(Broker broker) {
        super(broker, ApiKey.ALLOCATE_PRODUCER_IDS, AllocateProducerIdsRequest::read);
    }

    /** Only brokers ask, and they ask the controller themselves. */
    @Override
    public boolean decidedByController() {
        return false;
    }

    @Override
    Decision<AllocateProducerIdsResponse> decide(
            MetadataImage image, RequestContext context, AllocateProducerIdsRequest request) {
        return NodeDecisions.allocateProducerIds(image, request);
    }

    @Override
    AllocateProducerIdsResponse failed(AllocateProducerIdsRequest request, ErrorCode error) {
        return AllocateProducerIdsResponse.builder().errorCode(error).build();
    }
}
