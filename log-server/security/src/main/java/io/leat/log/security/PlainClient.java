package io.leat.log.security;

import io.leat.log.runtime.Secret;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** PLAIN (RFC 4616): the password itself, so that the connection has to be encrypted. */
final class PlainClient implements SaslClient {

    private final String user;
    private final Secret password;

    PlainClient(String user, Secret password) {
        this.user = user;
        this.password = password;
    }

    @Override
    public byte[] first() {
        return ("\u0000" + user + "\u0000" + password.text()).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte @Nullable [] next(byte[] challenge) {
        return null;
    }
}
