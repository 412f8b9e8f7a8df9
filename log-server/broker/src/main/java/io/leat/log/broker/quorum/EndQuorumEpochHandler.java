package io.leat.log.broker.quorum;

import io.leat.log.broker.Broker;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.EndQuorumEpochRequest;
import io.leat.log.protocol.message.EndQuorumEpochResponse;
import io.leat.log.quorum.RaftMessage;
import org.jspecify.annotations.Nullable;

/** EndQuorumEpoch, versions 0 and 1: a leader resigns. */
public final class EndQuorumEpochHandler
        extends QuorumHandler<EndQuorumEpochRequest, EndQuorumEpochResponse> {

    public EndQuorumEpochHandler(Broker broker) {
        super(broker);
    }

    @Override
    public ApiKey key() {
        return ApiKey.END_QUORUM_EPOCH;
    }

    @Override
    public EndQuorumEpochRequest read(Reader in) {
        return EndQuorumEpochRequest.read(in);
    }

    @Override
    @Nullable String clusterId(EndQuorumEpochRequest request) {
        return request.clusterId();
    }

    @Override
    RaftMessage.@Nullable Request read(EndQuorumEpochRequest request) {
        return EpochWire.read(request);
    }

    @Override
    EndQuorumEpochResponse response(RaftMessage.Reply reply) {
        return EpochWire.ended(reply);
    }

    @Override
    EndQuorumEpochResponse refused(ErrorCode error) {
        return EndQuorumEpochResponse.builder().errorCode(error).build();
    }
}
