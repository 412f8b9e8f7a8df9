package io.leat.log.broker.controller;

import io.leat.log.broker.Broker;
import io.leat.log.broker.RequestContext;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.AlterPartitionRequest;
import io.leat.log.protocol.message.AlterPartitionResponse;
import io.leat.log.quorum.controller.AlterPartition;
import io.leat.log.quorum.controller.Decision;
import io.leat.log.quorum.image.MetadataImage;

/** AlterPartition, versions 2 and 3: a leader proposes another ISR. */
public final class AlterPartitionHandler
        extends ControllerHandler<AlterPartitionRequest, AlterPartitionResponse> {

    private final AlterPartition decisions;

    public AlterPartitionHandler(Broker broker) {
        super(broker, ApiKey.ALTER_PARTITION, AlterPartitionRequest::read);
        this.decisions = new AlterPartition(broker.topics().rules());
    }

    /** Only brokers ask, and they ask the controller themselves. */
    @Override
    public boolean decidedByController() {
        return false;
    }

    @Override
    Decision<AlterPartitionResponse> decide(
            MetadataImage image, RequestContext context, AlterPartitionRequest request) {
        return decisions.decide(image, request);
    }

    @Override
    AlterPartitionResponse failed(AlterPartitionRequest request, ErrorCode error) {
        return AlterPartitionResponse.builder().errorCode(error).build();
    }
}
