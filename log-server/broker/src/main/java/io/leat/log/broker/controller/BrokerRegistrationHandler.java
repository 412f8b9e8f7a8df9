package io.leat.log.broker.controller;

import io.leat.log.broker.Broker;
import io.leat.log.broker.RequestContext;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.BrokerRegistrationRequest;
import io.leat.log.protocol.message.BrokerRegistrationResponse;
import io.leat.log.quorum.controller.Decision;
import io.leat.log.quorum.controller.RegisterBroker;
import io.leat.log.quorum.image.MetadataImage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** BrokerRegistration, versions 0 to 4: a process wants to be a broker. */
public final class BrokerRegistrationHandler
        extends ControllerHandler<BrokerRegistrationRequest, BrokerRegistrationResponse> {

    private static final Logger log = LoggerFactory.getLogger(BrokerRegistrationHandler.class);

    private final RegisterBroker decisions;

    public BrokerRegistrationHandler(Broker broker) {
        super(broker, ApiKey.BROKER_REGISTRATION, BrokerRegistrationRequest::read);
        this.decisions = new RegisterBroker(broker.topics().rules(), broker.clusterId());
    }

    /** Only brokers ask, and they ask the controller themselves. */
    @Override
    public boolean decidedByController() {
        return false;
    }

    @Override
    Decision<BrokerRegistrationResponse> decide(
            MetadataImage image, RequestContext context, BrokerRegistrationRequest request) {
        return decisions.decide(image, request, broker().sessions()::alive);
    }

    @Override
    void decided(
            RequestContext context,
            BrokerRegistrationRequest request,
            BrokerRegistrationResponse response) {
        int id = request.brokerId();
        if (response.errorCode() == ErrorCode.NONE) {
            broker().sessions().heard(id, response.brokerEpoch(), 0, context.client());
            log.info("Broker {} is registered with epoch {}", id, response.brokerEpoch());
        } else {
            log.warn(
                    "Broker {} at {} is not registered: {}",
                    id,
                    context.remote(),
                    decisions.violation(broker().image(), request, broker().sessions()::alive));
            if (response.errorCode() == ErrorCode.DUPLICATE_BROKER_REGISTRATION) {
                broker().sessions().doubt(id);
            }
        }
    }

    @Override
    BrokerRegistrationResponse failed(BrokerRegistrationRequest request, ErrorCode error) {
        return BrokerRegistrationResponse.builder().errorCode(error).build();
    }
}
