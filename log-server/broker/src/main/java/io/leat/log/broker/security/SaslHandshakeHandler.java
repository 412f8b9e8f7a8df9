package io.leat.log.broker.security;

import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.SaslHandshakeRequest;
import io.leat.log.protocol.message.SaslHandshakeResponse;

/** SaslHandshake, versions 0 and 1: a client chooses how to log in. */
public final class SaslHandshakeHandler
        implements Handler<SaslHandshakeRequest, SaslHandshakeResponse> {

    @Override
    public ApiKey key() {
        return ApiKey.SASL_HANDSHAKE;
    }

    @Override
    public SaslHandshakeRequest read(Reader in) {
        return SaslHandshakeRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            SaslHandshakeRequest request,
            Reply<SaslHandshakeResponse> reply) {
        Login login = context.client().login();
        if (login == null) {
            reply.complete(
                    SaslHandshakeResponse.builder()
                            .errorCode(ErrorCode.ILLEGAL_SASL_STATE)
                            .build());
        } else {
            reply.complete(login.handshake(request.mechanism(), context.apiVersion()));
        }
    }
}
