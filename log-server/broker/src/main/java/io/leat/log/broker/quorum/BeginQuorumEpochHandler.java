package io.leat.log.broker.quorum;

import io.leat.log.broker.Broker;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.BeginQuorumEpochRequest;
import io.leat.log.protocol.message.BeginQuorumEpochResponse;
import io.leat.log.quorum.RaftMessage;
import org.jspecify.annotations.Nullable;

/** BeginQuorumEpoch, versions 0 and 1: a leader says that its epoch has begun. */
public final class BeginQuorumEpochHandler
        extends QuorumHandler<BeginQuorumEpochRequest, BeginQuorumEpochResponse> {

    public BeginQuorumEpochHandler(Broker broker) {
        super(broker);
    }

    @Override
    public ApiKey key() {
        return ApiKey.BEGIN_QUORUM_EPOCH;
    }

    @Override
    public BeginQuorumEpochRequest read(Reader in) {
        return BeginQuorumEpochRequest.read(in);
    }

    @Override
    @Nullable String clusterId(BeginQuorumEpochRequest request) {
        return request.clusterId();
    }

    @Override
    RaftMessage.@Nullable Request read(BeginQuorumEpochRequest request) {
        return EpochWire.read(request);
    }

    @Override
    BeginQuorumEpochResponse response(RaftMessage.Reply reply) {
        return EpochWire.begun(reply);
    }

    @Override
    BeginQuorumEpochResponse refused(ErrorCode error) {
        return BeginQuorumEpochResponse.builder().errorCode(error).build();
    }
}
