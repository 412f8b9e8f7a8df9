package io.leat.log.broker.security;

import io.leat.log.broker.Client;
import io.leat.log.broker.Principal;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.SaslAuthenticateResponse;
import io.leat.log.protocol.message.SaslHandshakeResponse;
import io.leat.log.runtime.Connection;
import io.leat.log.security.Mechanism;
import io.leat.log.security.SaslServer;
import io.leat.log.security.SaslServer.Step;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one client has to show before anything else is done for it. Owned by the connection's loop.
 *
 * <pre>
 *   OUTSIDE --handshake--> TOKENS --the last token--> INSIDE --handshake--> TOKENS (KIP-368)
 *                             | refused
 *                             '--> REFUSED: the connection ends
 * </pre>
 *
 * A client stays who it was: a later login of somebody else, or with another mechanism, is refused.
 */
public final class Login {

    private static final Logger log = LoggerFactory.getLogger(Login.class);

    /** Whoever is not in by then is sent away. */
    static final long PATIENCE_MS = 30_000;

    private static final String SAME =
            "Authentication failed: a connection keeps its user and mechanism";

    private enum State {
        OUTSIDE,
        TOKENS,
        INSIDE,
        REFUSED
    }

    /**
     * @param reauthMs a login is good for so long; 0 is forever
     * @param failedDelayMs a refusal is answered so late
     * @param bytesMax the longest request before a login
     */
    record Rules(long reauthMs, int failedDelayMs, int bytesMax) {}

    private final Client client;
    private final Connection connection;
    private final Door door;
    private final Rules rules;
    private final int frameBytesMax;
    private State state = State.OUTSIDE;
    private boolean raw;
    private @Nullable SaslServer exchange;
    private @Nullable Mechanism mechanism;
    private @Nullable Mechanism first;
    private long expiresAtMs = Long.MAX_VALUE;

    Login(Client client, Connection connection, Door door, Rules rules, int frameBytesMax) {
        this.client = client;
        this.connection = connection;
        this.door = door;
        this.rules = rules;
        this.frameBytesMax = frameBytesMax;
        connection.limitFrames(Math.min(rules.bytesMax, frameBytesMax));
        connection.loop().schedule(PATIENCE_MS, this::lateToLogIn);
    }

    private void lateToLogIn() {
        if (first == null && !client.closed()) {
            log.info("Closes the connection of {}: it did not log in", client);
            connection.close();
        }
    }

    /** Whether a request of this kind may be served now. */
    public boolean permits(ApiKey key) {
        return switch (key) {
            case SASL_HANDSHAKE, SASL_AUTHENTICATE -> state != State.REFUSED;
            case API_VERSIONS -> state == State.OUTSIDE || isInside();
            default -> isInside();
        };
    }

    private boolean isInside() {
        return state == State.INSIDE && now() < expiresAtMs;
    }

    private long now() {
        return connection.loop().clock().millis();
    }

    /** Whether whole frames are tokens now: what a handshake of version 0 leads to. */
    public boolean isRaw() {
        return raw && state == State.TOKENS;
    }

    /** The client chooses a mechanism. */
    SaslHandshakeResponse handshake(String name, int version) {
        boolean again = state == State.INSIDE && expiresAtMs != Long.MAX_VALUE;
        if (state != State.OUTSIDE && !again) {
            return answer(ErrorCode.ILLEGAL_SASL_STATE);
        }
        Mechanism chosen = Mechanism.find(name);
        if (chosen == null || !door.mechanisms().contains(chosen)) {
            return answer(ErrorCode.UNSUPPORTED_SASL_MECHANISM);
        }
        mechanism = chosen;
        exchange = door.begin(chosen);
        raw = version == 0;
        state = State.TOKENS;
        return answer(ErrorCode.NONE);
    }

    private SaslHandshakeResponse answer(ErrorCode error) {
        return new SaslHandshakeResponse(
                error, door.mechanisms().stream().map(Mechanism::wireName).toList());
    }

    /** The client sends a token; {@code answered} gets the answer, a refusal after a while. */
    void token(ByteBuffer bytes, Consumer<SaslAuthenticateResponse> answered) {
        SaslServer server = exchange;
        if (state != State.TOKENS || server == null) {
            answered.accept(
                    SaslAuthenticateResponse.builder()
                            .errorCode(ErrorCode.ILLEGAL_SASL_STATE)
                            .errorMessage("SaslAuthenticate request received after a login")
                            .build());
            return;
        }
        byte[] token = new byte[bytes.remaining()];
        bytes.duplicate().get(token);
        Step step = server.next(token);
        if (step instanceof Step.Challenge challenge) {
            answered.accept(success(challenge.token(), 0));
        } else if (step instanceof Step.Accepted accepted) {
            accept(accepted, answered);
        } else if (step instanceof Step.Refused refused) {
            refuse(refused.reason(), answered);
        }
    }

    private void accept(Step.Accepted accepted, Consumer<SaslAuthenticateResponse> answered) {
        Principal who = Principal.user(accepted.user());
        if (first != null && (first != mechanism || !who.equals(client.principal()))) {
            refuse(SAME, answered);
            return;
        }
        first = mechanism;
        exchange = null;
        state = State.INSIDE;
        client.principal(who);
        connection.limitFrames(frameBytesMax);
        long lifetimeMs = lifetimeMs(accepted.lifetimeMs());
        expiresAtMs = lifetimeMs == 0 ? Long.MAX_VALUE : now() + lifetimeMs;
        answered.accept(success(accepted.token(), lifetimeMs));
    }

    private long lifetimeMs(@Nullable Long shown) {
        if (shown == null) {
            return rules.reauthMs;
        }
        return rules.reauthMs == 0 ? shown : Math.min(shown, rules.reauthMs);
    }

    private void refuse(String reason, Consumer<SaslAuthenticateResponse> answered) {
        state = State.REFUSED;
        exchange = null;
        log.info("Refused a login from {}: {}", connection.remote(), reason);
        connection.pause();
        connection
                .loop()
                .schedule(
                        rules.failedDelayMs,
                        () -> {
                            answered.accept(
                                    SaslAuthenticateResponse.builder()
                                            .errorCode(ErrorCode.SASL_AUTHENTICATION_FAILED)
                                            .errorMessage(reason)
                                            .build());
                            // In another turn of the loop: the answer leaves before.
                            connection.loop().schedule(1, connection::close);
                        });
    }

    private static SaslAuthenticateResponse success(byte[] token, long lifetimeMs) {
        return SaslAuthenticateResponse.builder()
                .authBytes(ByteBuffer.wrap(token))
                .sessionLifetimeMs(lifetimeMs)
                .build();
    }

    /**
     * A frame while {@link #isRaw}: a token without a header, answered by one. A refusal has no
     * form there: the connection ends.
     */
    public void rawToken(ByteBuffer frame) {
        token(
                frame,
                response -> {
                    if (response.errorCode() == ErrorCode.NONE) {
                        connection.send(response.authBytes());
                    }
                });
    }
}
