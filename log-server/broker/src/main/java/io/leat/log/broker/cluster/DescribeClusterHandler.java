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
import io.leat.log.quorum.image.BrokerImage;
import io.leat.log.runtime.Endpoint;
import java.util.ArrayList;
import java.util.List;

/** DescribeCluster, versions 0 to 2, on a broker's listener: the brokers. */
public final class DescribeClusterHandler
        implements Handler<DescribeClusterRequest, DescribeClusterResponse> {

    private static final byte BROKERS = 1;

    private final Broker broker;

    public DescribeClusterHandler(Broker broker) {
        this.broker = broker;
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
        if (request.endpointType() != BROKERS) {
            reply.complete(
                    DescribeClusterResponse.builder()
                            .errorCode(
                                    request.endpointType() == 2
                                            ? ErrorCode.MISMATCHED_ENDPOINT_TYPE
                                            : ErrorCode.UNSUPPORTED_ENDPOINT_TYPE)
                            .errorMessage("This listener is for brokers: ask for endpoint type 1")
                            .endpointType(BROKERS)
                            .build());
            return;
        }
        List<DescribeClusterResponse.Broker> brokers = new ArrayList<>();
        for (BrokerImage each : broker.image().brokers()) {
            Endpoint address = Addresses.of(each, context);
            if (address != null && (!each.fenced() || request.includeFencedBrokers())) {
                brokers.add(
                        DescribeClusterResponse.Broker.builder()
                                .brokerId(each.id())
                                .host(address.host())
                                .port(address.port())
                                .rack(each.rack())
                                .isFenced(each.fenced())
                                .build());
            }
        }
        DescribeClusterResponse.Builder response =
                DescribeClusterResponse.builder()
                        .clusterId(broker.clusterId())
                        .controllerId(broker.nodeId())
                        .brokers(brokers);
        if (request.includeClusterAuthorizedOperations()) {
            response.clusterAuthorizedOperations(Operations.ON_CLUSTER);
        }
        reply.complete(response.build());
    }
}
