package io.leat.log.broker.quorum;

import io.leat.log.broker.Broker;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.VoteRequest;
import io.leat.log.protocol.message.VoteResponse;
import io.leat.log.quorum.RaftMessage;
import org.jspecify.annotations.Nullable;

/** Vote, versions 0 to 2: a candidate asks for a vote, or whether it would get one. */
public final class VoteHandler extends QuorumHandler<VoteRequest, VoteResponse> {

    public VoteHandler(Broker broker) {
        super(broker);
    }

    @Override
    public ApiKey key() {
        return ApiKey.VOTE;
    }

    @Override
    public VoteRequest read(Reader in) {
        return VoteRequest.read(in);
    }

    @Override
    @Nullable String clusterId(VoteRequest request) {
        return request.clusterId();
    }

    @Override
    boolean misdirected(VoteRequest request, int nodeId) {
        return request.voterId() >= 0 && request.voterId() != nodeId;
    }

    @Override
    RaftMessage.@Nullable Request read(VoteRequest request) {
        return VoteWire.read(request);
    }

    @Override
    VoteResponse response(RaftMessage.Reply reply) {
        return VoteWire.response(reply);
    }

    @Override
    VoteResponse refused(ErrorCode error) {
        return VoteWire.refused(error);
    }
}
