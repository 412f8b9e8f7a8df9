package io.leat.log.broker.controller;

import io.leat.log.broker.Broker;
import io.leat.log.broker.RequestContext;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.AlterPartitionReassignmentsRequest;
import io.leat.log.protocol.message.AlterPartitionReassignmentsResponse;
import io.leat.log.quorum.controller.Decision;
import io.leat.log.quorum.controller.Reassign;
import io.leat.log.quorum.image.MetadataImage;

/** AlterPartitionReassignments, versions 0 and 1: replicas move, or moves are cancelled. */
public final class AlterPartitionReassignmentsHandler
        extends ControllerHandler<
                AlterPartitionReassignmentsRequest, AlterPartitionReassignmentsResponse> {

    private final Reassign decisions;

    public AlterPartitionReassignmentsHandler(Broker broker) {
        super(
                broker,
                ApiKey.ALTER_PARTITION_REASSIGNMENTS,
                AlterPartitionReassignmentsRequest::read);
        this.decisions = new Reassign(broker.topics().rules());
    }

    @Override
    Decision<AlterPartitionReassignmentsResponse> decide(
            MetadataImage image,
            RequestContext context,
            AlterPartitionReassignmentsRequest request) {
        return decisions.decide(image, request);
    }

    @Override
    AlterPartitionReassignmentsResponse failed(
            AlterPartitionReassignmentsRequest request, ErrorCode error) {
        return AlterPartitionReassignmentsResponse.builder()
                .errorCode(error)
                .errorMessage(error.message())
                .build();
    }
}
