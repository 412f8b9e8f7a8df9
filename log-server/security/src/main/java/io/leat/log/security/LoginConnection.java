package io.leat.log.security;

import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ApiMessage;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.MalformedMessageException;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.RequestHeader;
import io.leat.log.protocol.ResponseHeader;
import io.leat.log.protocol.message.SaslAuthenticateRequest;
import io.leat.log.protocol.message.SaslAuthenticateResponse;
import io.leat.log.protocol.message.SaslHandshakeRequest;
import io.leat.log.protocol.message.SaslHandshakeResponse;
import io.leat.log.runtime.Connection;
import io.leat.log.runtime.ConnectionHandler;
import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.Entropy;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Frame;
import io.leat.log.runtime.NetworkException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * A connection on which this side logs in. Owned by the connection's loop.
 *
 * <pre>
 *   begin --handshake--> --tokens--> open --a request when the login is nearly over--> again
 *                                     ^                                                  |
 *                                     '------ what was sent meanwhile follows -----------'
 * </pre>
 *
 * Correlation ids of its own requests are negative; those of others never are.
 */
final class LoginConnection implements Connection, ConnectionHandler {

    private static final short HANDSHAKE_VERSION = 1;
    private static final short AUTHENTICATE_VERSION = 2;

    /** A new login begins when between 85 and 95 % of the old one's time is over, as Kafka's. */
    private static final double WINDOW_FROM = 0.85;

    private static final double WINDOW = 0.10;

    /** How to log in. */
    record Way(
            Mechanism mechanism,
            Supplier<CompletionStage<SaslClient>> exchanges,
            Entropy entropy,
            String clientId) {}

    private final Connection carrier;
    private final Way way;
    private final Function<Connection, ConnectionHandler> handlers;
    private final CompletableFuture<Connection> opened;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private @Nullable SaslClient exchange;
    private @Nullable ConnectionHandler handler;
    private boolean loggingIn = true;
    private boolean closed;
    private long renewAtMs = Long.MAX_VALUE;
    private int lastId;
    private ApiKey asked = ApiKey.SASL_HANDSHAKE;

    /** What has to wait for the end of a login. */
    private record Waiting(ByteBuffer[] parts, Runnable released) {}

    LoginConnection(
            Connection carrier,
            Way way,
            Function<Connection, ConnectionHandler> handlers,
            CompletableFuture<Connection> opened) {
        this.carrier = carrier;
        this.way = way;
        this.handlers = handlers;
        this.opened = opened;
    }

    void begin() {
        loggingIn = true;
        way.exchanges
                .get()
                .whenComplete(
                        (made, failure) -> {
                            if (loop().inLoop()) {
                                began(made, failure);
                            } else {
                                loop().execute(() -> began(made, failure));
                            }
                        });
    }

    private void began(@Nullable SaslClient made, @Nullable Throwable failure) {
        exchange = made;
        if (closed) {
            return;
        }
        if (made != null) {
            ask(new SaslHandshakeRequest(way.mechanism.wireName()), HANDSHAKE_VERSION);
            return;
        }
        Throwable why = failure instanceof CompletionException ? failure.getCause() : failure;
        failed(
                why instanceof NetworkException network && !network.isDistrust()
                        ? network
                        : new LoginException("No token to log in with: " + why));
    }

    private SaslClient exchange() {
        return Objects.requireNonNull(exchange, "a login that has begun");
    }

    private void ask(ApiMessage request, short version) {
        asked = request.apiKey();
        lastId = lastId == Integer.MIN_VALUE ? -1 : lastId - 1;
        carrier.send(new RequestHeader(asked, version, lastId, way.clientId).frame(request));
    }

    @Override
    public void onFrame(Frame frame) {
        ByteBuffer bytes = frame.bytes();
        boolean ours = bytes.remaining() >= 4 && bytes.getInt(bytes.position()) < 0;
        if (!ours && handler != null) {
            handler.onFrame(frame);
            return;
        }
        try {
            answered(bytes.duplicate());
        } catch (MalformedMessageException | IllegalArgumentException e) {
            failed(new LoginException(remote() + " does not speak the protocol: " + e));
        } catch (LoginException e) {
            failed(e);
        } finally {
            frame.release();
        }
    }

    private void answered(ByteBuffer bytes) {
        boolean handshake = asked == ApiKey.SASL_HANDSHAKE;
        short version = handshake ? HANDSHAKE_VERSION : AUTHENTICATE_VERSION;
        ResponseHeader.read(bytes, asked, version);
        Reader in = new Reader(bytes, version, asked.flexible(version));
        if (handshake) {
            handshaken(SaslHandshakeResponse.read(in));
        } else {
            took(SaslAuthenticateResponse.read(in));
        }
    }

    private void handshaken(SaslHandshakeResponse response) {
        if (response.errorCode() != ErrorCode.NONE) {
            throw LoginException.mechanism(
                    "Client SASL mechanism '"
                            + way.mechanism.wireName()
                            + "' not enabled in the server, enabled mechanisms are "
                            + response.mechanisms());
        }
        token(exchange().first());
    }

    private void token(byte[] token) {
        ask(new SaslAuthenticateRequest(ByteBuffer.wrap(token)), AUTHENTICATE_VERSION);
    }

    private void took(SaslAuthenticateResponse response) {
        if (response.errorCode() != ErrorCode.NONE) {
            String message = response.errorMessage();
            throw new LoginException(message != null ? message : response.errorCode().message());
        }
        byte[] challenge = new byte[response.authBytes().remaining()];
        response.authBytes().get(challenge);
        byte[] answer = exchange().next(challenge);
        if (answer != null) {
            token(answer);
            return;
        }
        long lifetimeMs = response.sessionLifetimeMs();
        double share = WINDOW_FROM + WINDOW * way.entropy.nextDouble();
        renewAtMs = lifetimeMs <= 0 ? Long.MAX_VALUE : now() + (long) (share * lifetimeMs);
        loggingIn = false;
        if (handler == null) {
            handler = handlers.apply(this);
            opened.complete(this);
        }
        flush();
    }

    private void flush() {
        Waiting next;
        while (!loggingIn && (next = waiting.poll()) != null) {
            carrier.send(next.parts, next.released);
        }
    }

    private void failed(RuntimeException why) {
        if (handler == null) {
            opened.completeExceptionally(why);
        }
        carrier.close();
    }

    @Override
    public void onClosed(@Nullable Throwable cause) {
        closed = true;
        waiting.forEach(each -> each.released.run());
        waiting.clear();
        if (handler != null) {
            handler.onClosed(cause);
        } else {
            opened.completeExceptionally(
                    cause != null
                            ? cause
                            : new NetworkException(remote() + " closed the connection in a login"));
        }
    }

    @Override
    public void onWritable() {
        if (handler != null) {
            handler.onWritable();
        }
    }

    private long now() {
        return loop().clock().millis();
    }

    // ---- the connection that others see ----

    @Override
    public void send(ByteBuffer[] parts, Runnable released) {
        if (!loggingIn && !closed && now() >= renewAtMs) {
            begin();
        }
        if (loggingIn && !closed) {
            waiting.add(new Waiting(parts, released));
        } else {
            carrier.send(parts, released);
        }
    }

    @Override
    public EventLoop loop() {
        return carrier.loop();
    }

    @Override
    public Endpoint remote() {
        return carrier.remote();
    }

    @Override
    public Endpoint local() {
        return carrier.local();
    }

    @Override
    public @Nullable X500Principal peer() {
        return carrier.peer();
    }

    @Override
    public void limitFrames(int bytes) {
        carrier.limitFrames(bytes);
    }

    @Override
    public long pendingBytes() {
        return carrier.pendingBytes();
    }

    @Override
    public void pause() {
        carrier.pause();
    }

    @Override
    public void resume() {
        carrier.resume();
    }

    @Override
    public void close() {
        carrier.close();
    }
}
