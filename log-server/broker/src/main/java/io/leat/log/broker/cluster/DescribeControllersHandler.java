package io.leat.log.broker.cluster;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.DescribeClusterRequest;
import io.leat.log.protocol.message.DescribeClusterResponse;
import io.leat.log.quorum.RaftNode;
import io.leat.log.quorum.VoterSet;
import io.leat.log.runtime.Endpoint;
import java.util.ArrayList;
import java.util.List;

/** DescribeCluster, versions 1 and 2, on a controller's listener: who votes (KIP-919). */
public final class DescribeControllersHandler
        implements Handler<DescribeClusterRequest, DescribeClusterResponse> {

    private static final byte CONTROLLERS = 2;

    private final Broker broker;
    private final RaftNode quorum;

    public DescribeControllersHandler(Broker broker) {
        this.broker = broker;
        this.quorum = broker.quorum();
    }

    @Override
    public ApiKey key() {
        return ApiKey.DESCRIBE_CLUSTER;
    }

    @Override
    public DescribeClusterRequest read(Reader in) {
        return DescribeClusterRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            DescribeClusterRequest request,
            Reply<DescribeClusterResponse> reply) {
        if (request.endpointType() != CONTROLLERS) {
            reply.complete(
                    DescribeClusterResponse.builder()
                            .errorCode(
                                    request.endpointType() == 1
                                            ? ErrorCode.MISMATCHED_ENDPOINT_TYPE
                                            : ErrorCode.UNSUPPORTED_ENDPOINT_TYPE)
                            .errorMessage("This listener is for controllers: ask for type 2")
                            .endpointType(CONTROLLERS)
                            .build());
            return;
        }
        broker.ports().loop().execute(() -> reply.complete(controllers()));
    }

    private DescribeClusterResponse controllers() {
        List<DescribeClusterResponse.Broker> controllers = new ArrayList<>();
        for (VoterSet.Voter voter : quorum.voters().voters()) {
            if (!voter.listeners().isEmpty()) {
                Endpoint address = voter.listeners().get(0).endpoint();
                controllers.add(
                        DescribeClusterResponse.Broker.builder()
                                .brokerId(voter.key().id())
                                .host(address.host())
                                .port(address.port())
                                .build());
            }
        }
        return DescribeClusterResponse.builder()
                .endpointType(CONTROLLERS)
                .clusterId(broker.clusterId())
                .controllerId(quorum.leader())
                .brokers(controllers)
                .build();
    }
}
