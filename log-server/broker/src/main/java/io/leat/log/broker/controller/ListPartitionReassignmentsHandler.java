package io.leat.log.broker.controller;

import io.leat.log.broker.Broker;
import io.leat.log.broker.RequestContext;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.ListPartitionReassignmentsRequest;
import io.leat.log.protocol.message.ListPartitionReassignmentsResponse;
import io.leat.log.quorum.controller.Decision;
import io.leat.log.quorum.controller.Reassign;
import io.leat.log.quorum.image.MetadataImage;

/** ListPartitionReassignments, version 0: the replicas that are moving. */
public final class ListPartitionReassignmentsHandler
        extends ControllerHandler<
                ListPartitionReassignmentsRequest, ListPartitionReassignmentsResponse> {

    public ListPartitionReassignmentsHandler(Broker broker) {
        super(broker, ApiKey.LIST_PARTITION_REASSIGNMENTS, ListPartitionReassignmentsRequest::read);
    }

    @Override
    Decision<ListPartitionReassignmentsResponse> decide(
            MetadataImage image,
            RequestContext context,
            ListPartitionReassignmentsRequest request) {
        return Decision.nothing(Reassign.list(image, request));
    }

    @Override
    ListPartitionReassignmentsResponse failed(
            ListPartitionReassignmentsRequest request, ErrorCode error) {
        return ListPartitionReassignmentsResponse.builder()
                .errorCode(error)
                .errorMessage(error.message())
                .build();
    }
}
