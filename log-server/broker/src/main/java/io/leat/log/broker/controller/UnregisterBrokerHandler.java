package io.leat.log.broker.controller;

import io.leat.log.broker.Broker;
import io.leat.log.broker.RequestContext;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.UnregisterBrokerRequest;
import io.leat.log.protocol.message.UnregisterBrokerResponse;
import io.leat.log.quorum.controller.Decision;
import io.leat.log.quorum.image.MetadataImage;

/** UnregisterBroker, version 0: a broker will not come back. */
public final class UnregisterBrokerHandler
        extends ControllerHandler<UnregisterBrokerRequest, UnregisterBrokerResponse> {

    public UnregisterBrokerHandler(Broker broker) {
        super(broker, ApiKey.UNREGISTER_BROKER, UnregisterBrokerRequest::read);
    }

    @Override
    Decision<UnregisterBrokerResponse> decide(
            MetadataImage image, RequestContext context, UnregisterBrokerRequest request) {
        return broker().brokerLife().unregister(image, request);
    }

    @Override
    UnregisterBrokerResponse failed(UnregisterBrokerRequest request, ErrorCode error) {
        return UnregisterBrokerResponse.builder()
                .errorCode(error)
                .errorMessage(error.message())
                .build();
    }
}
