package io.leat.log.security;

import io.leat.log.runtime.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** OAUTHBEARER (RFC 7628): shows a token, with what the client wants to add (KIP-342). */
final class BearerClient implements SaslClient {

    private static final byte[] UNDERSTOOD = {1};

    private final Secret token;
    private final Map<String, Secret> extensions;

    BearerClient(Secret token, Map<String, Secret> extensions) {
        this.token = token;
        this.extensions = extensions;
    }

    @Override
    public byte[] first() {
        StringBuilder message = new StringBuilder("n,,\u0001auth=Bearer ").append(token.text());
        extensions.forEach(
                (name, value) ->
                        message.append('\u0001').append(name).append('=').append(value.text()));
        return message.append("\u0001\u0001").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A server that does not believe the token says so, hears this, and ends the login. */
    @Override
    public byte @Nullable [] next(byte[] challenge) {
        return challenge.length == 0 ? null : UNDERSTOOD;
    }
}
