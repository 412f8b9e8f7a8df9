package io.leat.log.broker.controller;

import io.leat.log.broker.Broker;
import io.leat.log.broker.RequestContext;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.AssignReplicasToDirsRequest;
import io.leat.log.protocol.message.AssignReplicasToDirsResponse;
import io.leat.log.quorum.controller.Decision;
import io.leat.log.quorum.controller.NodeDecisions;
import io.leat.log.quorum.image.MetadataImage;

/** AssignReplicasToDirs, version 0: a broker tells where it keeps replicas. */
public final class AssignReplicasToDirsHandler
        extends ControllerHandler<AssignReplicasToDirsRequest, AssignReplicasToDirsResponse> {

    public AssignReplicasToDirsHandler(Broker broker) {
        super(broker, ApiKey.ASSIGN_REPLICAS_TO_DIRS, AssignReplicasToDirsRequest::read);
    }

    /** Only brokers ask, and they ask the controller themselves. */
    @Override
    public boolean decidedByController() {
        return false;
    }

    @Override
    Decision<AssignReplicasToDirsResponse> decide(
            MetadataImage image, RequestContext context, AssignReplicasToDirsRequest request) {
        return NodeDecisions.assignDirectories(image, request, broker().topics().rules());
    }

    @Override
    AssignReplicasToDirsResponse failed(AssignReplicasToDirsRequest request, ErrorCode error) {
        return AssignReplicasToDirsResponse.builder().errorCode(error).build();
    }
}
