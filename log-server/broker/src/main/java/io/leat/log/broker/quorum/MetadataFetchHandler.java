package io.leat.log.broker.quorum;

import io.leat.log.broker.Broker;
import io.leat.log.broker.VersionRange;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.FetchRequest;
import io.leat.log.protocol.message.FetchResponse;
import io.leat.log.quorum.RaftMessage;
import io.leat.log.quorum.RaftNode;
import org.jspecify.annotations.Nullable;

/**
 * Fetch on a controller's listener: replicas of the metadata log, voters and observers, follow it.
 */
public final class MetadataFetchHandler extends QuorumHandler<FetchRequest, FetchResponse> {

    /** From here on epochs, and with them divergence, are told. */
    private static final int EPOCHS_FROM = 12;

    public MetadataFetchHandler(Broker broker) {
        super(broker);
    }

    @Override
    public ApiKey key() {
        return ApiKey.FETCH;
    }

    @Override
    public VersionRange versions() {
        return new VersionRange((short) EPOCHS_FROM, VersionRange.of(ApiKey.FETCH).max());
    }

    @Override
    public FetchRequest read(Reader in) {
        return FetchRequest.read(in);
    }

    @Override
    @Nullable String clusterId(FetchRequest request) {
        return request.clusterId();
    }

    @Override
    RaftMessage.@Nullable Request read(FetchRequest request) {
        return FetchWire.read(request);
    }

    @Override
    FetchResponse response(RaftMessage.Reply reply) {
        return FetchWire.response(reply);
    }

    @Override
    FetchResponse refused(ErrorCode error) {
        return FetchWire.refused(error);
    }

    @Override
    void gone(RaftNode raft, RaftMessage.Request request) {
        if (request instanceof RaftMessage.Fetch fetch) {
            raft.disconnected(fetch.replica().id());
        }
    }
}
