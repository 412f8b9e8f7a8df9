package io.leat.log.broker.quorum;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.AddRaftVoterRequest;
import io.leat.log.protocol.message.AddRaftVoterResponse;
import io.leat.log.quorum.RaftNode;
import io.leat.log.quorum.ReplicaKey;
import io.leat.log.quorum.VoterChangeResult;
import io.leat.log.quorum.VoterSet;
import io.leat.log.runtime.Endpoint;
import java.util.List;

/** AddRaftVoter, versions 0 and 1: a node that follows the metadata log becomes a voter. */
public final class AddRaftVoterHandler
        implements Handler<AddRaftVoterRequest, AddRaftVoterResponse> {

    private final Broker broker;
    private final RaftNode raft;

    public AddRaftVoterHandler(Broker broker) {
        this.broker = broker;
        this.raft = broker.quorum();
    }

    @Override
    public ApiKey key() {
        return ApiKey.ADD_RAFT_VOTER;
    }

    @Override
    public boolean decidedByController() {
        return true;
    }

    @Override
    public AddRaftVoterRequest read(Reader in) {
        return AddRaftVoterRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            AddRaftVoterRequest request,
            Reply<AddRaftVoterResponse> reply) {
        VoterChangeResult foreign = VoterWire.foreign(broker, request.clusterId());
        if (foreign != null) {
            reply.complete(response(foreign));
            return;
        }
        List<VoterSet.Listener> listeners =
                request.listeners().stream()
                        .map(
                                each ->
                                        new VoterSet.Listener(
                                                each.name(),
                                                new Endpoint(each.host(), each.port())))
                        .toList();
        ReplicaKey key = new ReplicaKey(request.voterId(), request.voterDirectoryId());
        VoterSet.Voter voter = new VoterSet.Voter(key, listeners);
        broker.ports()
                .loop()
                .execute(
                        () ->
                                raft.addVoter(
                                        voter,
                                        request.ackWhenCommitted(),
                                        result -> reply.complete(response(result))));
    }

    private static AddRaftVoterResponse response(VoterChangeResult result) {
        return AddRaftVoterResponse.builder()
                .errorCode(result.error())
                .errorMessage(result.message())
                .build();
    }
}
