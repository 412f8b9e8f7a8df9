package io.leat.log.broker.quorum;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.FetchSnapshotRequest;
import io.leat.log.protocol.message.FetchSnapshotResponse;
import io.leat.log.quorum.RaftMessage;
import io.leat.log.quorum.RaftNode;

/** FetchSnapshot, versions 0 and 1: who is behind the beginning of the log asks for a snapshot. */
public final class FetchSnapshotHandler
        implements Handler<FetchSnapshotRequest, FetchSnapshotResponse> {

    private final Broker broker;
    private final RaftNode raft;

    public FetchSnapshotHandler(Broker broker) {
        this.broker = broker;
        this.raft = broker.quorum();
    }

    @Override
    public ApiKey key() {
        return ApiKey.FETCH_SNAPSHOT;
    }

    @Override
    public FetchSnapshotRequest read(Reader in) {
        return FetchSnapshotRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            FetchSnapshotRequest request,
            Reply<FetchSnapshotResponse> reply) {
        String cluster = request.clusterId();
        RaftMessage.FetchSnapshot fetch = SnapshotWire.read(request);
        if (cluster != null && !cluster.equals(broker.clusterId())) {
            reply.complete(refused(ErrorCode.INCONSISTENT_CLUSTER_ID));
        } else if (fetch == null) {
            reply.complete(refused(ErrorCode.INVALID_REQUEST));
        } else {
            broker.ports()
                    .loop()
                    .execute(
                            () ->
                                    raft.receive(
                                            fetch,
                                            answer ->
                                                    reply.complete(
                                                            SnapshotWire.response(fetch, answer))));
        }
    }

    private static FetchSnapshotResponse refused(ErrorCode error) {
        return FetchSnapshotResponse.builder().errorCode(error).build();
    }
}
