package io.leat.log.broker.quorum;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.RemoveRaftVoterRequest;
import io.leat.log.protocol.message.RemoveRaftVoterResponse;
import io.leat.log.quorum.RaftNode;
import io.leat.log.quorum.ReplicaKey;
import io.leat.log.quorum.VoterChangeResult;

/** RemoveRaftVoter, version 0: a voter loses its vote, and follows from then on. */
public final class RemoveRaftVoterHandler
        implements Handler<RemoveRaftVoterRequest, RemoveRaftVoterResponse> {

    private final Broker broker;
    private final RaftNode raft;

    public RemoveRaftVoterHandler(Broker broker) {
        this.broker = broker;
        this.raft = broker.quorum();
    }

    @Override
    public ApiKey key() {
        return ApiKey.REMOVE_RAFT_VOTER;
    }

    @Override
    public boolean decidedByController() {
        return true;
    }

    @Override
    public RemoveRaftVoterRequest read(Reader in) {
        return RemoveRaftVoterRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            RemoveRaftVoterRequest request,
            Reply<RemoveRaftVoterResponse> reply) {
        VoterChangeResult foreign = VoterWire.foreign(broker, request.clusterId());
        if (foreign != null) {
            reply.complete(response(foreign));
            return;
        }
        ReplicaKey key = new ReplicaKey(request.voterId(), request.voterDirectoryId());
        broker.ports()
                .loop()
                .execute(() -> raft.removeVoter(key, result -> reply.complete(response(result))));
    }

    private static RemoveRaftVoterResponse response(VoterChangeResult result) {
        return RemoveRaftVoterResponse.builder()
                .errorCode(result.error())
                .errorMessage(result.message())
                .build();
    }
}
