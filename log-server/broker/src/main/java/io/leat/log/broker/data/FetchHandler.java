package io.leat.log.broker.data;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.FetchRequest;
import io.leat.log.protocol.message.FetchResponse;

/**
 * Fetch: batches below the high watermark, or below the last stable offset. Stateless; each request
 * is a {@link FetchPass}. Sessions are not kept: every fetch is answered as a full one, which a
 * client learns from session id 0.
 */
public final class FetchHandler implements Handler<FetchRequest, FetchResponse> {

    private final Broker broker;

    public FetchHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiKey key() {
        return ApiKey.FETCH;
    }

    @Override
    public FetchRequest read(Reader in) {
        return FetchRequest.read(in);
    }

    @Override
    public FetchResponse unsupportedVersion() {
        return FetchResponse.builder().errorCode(ErrorCode.UNSUPPORTED_VERSION).build();
    }

    @Override
    public void handle(RequestContext context, FetchRequest request, Reply<FetchResponse> reply) {
        if (request.sessionId() != 0) {
            reply.complete(
                    FetchResponse.builder()
                            .errorCode(ErrorCode.FETCH_SESSION_ID_NOT_FOUND)
                            .build());
            return;
        }
        new FetchPass(broker, context, request, reply).start();
    }
}
