package io.leat.log.broker.security;

import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.SaslAuthenticateRequest;
import io.leat.log.protocol.message.SaslAuthenticateResponse;

/** SaslAuthenticate, versions 0 to 2: one token of a login. */
public final class SaslAuthenticateHandler
        implements Handler<SaslAuthenticateRequest, SaslAuthenticateResponse> {

    @Override
    public ApiKey key() {
        return ApiKey.SASL_AUTHENTICATE;
    }

    @Override
    public SaslAuthenticateRequest read(Reader in) {
        return SaslAuthenticateRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            SaslAuthenticateRequest request,
            Reply<SaslAuthenticateResponse> reply) {
        Login login = context.client().login();
        if (login == null) {
            reply.complete(
                    SaslAuthenticateResponse.builder()
                            .errorCode(ErrorCode.ILLEGAL_SASL_STATE)
                            .build());
        } else {
            login.token(request.authBytes(), reply::complete);
        }
    }
}
