package io.leat.log.broker.quorum;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.UpdateRaftVoterRequest;
import io.leat.log.protocol.message.UpdateRaftVoterResponse;
import io.leat.log.quorum.RaftNode;
import io.leat.log.quorum.ReplicaKey;
import io.leat.log.quorum.VoterChangeResult;
import io.leat.log.quorum.VoterSet;
import io.leat.log.runtime.Endpoint;
import java.util.List;

/** UpdateRaftVoter, version 0: a voter listens elsewhere. On the controllers' listener. */
public final class UpdateRaftVoterHandler
        implements Handler<UpdateRaftVoterRequest, UpdateRaftVoterResponse> {

    private final Broker broker;
    private final RaftNode raft;

    public UpdateRaftVoterHandler(Broker broker) {
        this.broker = broker;
        this.raft = broker.quorum();
    }

    @Override
    public ApiKey key() {
        return ApiKey.UPDATE_RAFT_VOTER;
    }

    @Override
    public UpdateRaftVoterRequest read(Reader in) {
        return UpdateRaftVoterRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            UpdateRaftVoterRequest request,
            Reply<UpdateRaftVoterResponse> reply) {
        VoterChangeResult foreign = VoterWire.foreign(broker, request.clusterId());
        if (foreign != null) {
            reply.complete(UpdateRaftVoterResponse.builder().errorCode(foreign.error()).build());
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
                .execute(() -> raft.updateVoter(voter, result -> reply.complete(response(result))));
    }

    /** On the quorum's loop. */
    private UpdateRaftVoterResponse response(VoterChangeResult result) {
        Endpoint at = raft.leaderEndpoint();
        UpdateRaftVoterResponse.CurrentLeader leader =
                UpdateRaftVoterResponse.CurrentLeader.builder()
                        .leaderId(raft.leader())
                        .leaderEpoch(raft.epoch())
                        .host(at == null ? "" : at.host())
                        .port(at == null ? 0 : at.port())
                        .build();
        return UpdateRaftVoterResponse.builder()
                .errorCode(result.error())
                .currentLeader(leader)
                .build();
    }
}
