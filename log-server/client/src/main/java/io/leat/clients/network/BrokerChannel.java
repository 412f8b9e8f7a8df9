package io.leat.clients.network;

import io.leat.common.KafkaException;
import io.leat.common.errors.AuthenticationException;
import io.leat.common.errors.DisconnectException;
import io.leat.common.errors.SaslAuthenticationException;
import io.leat.common.errors.SslAuthenticationException;
import io.leat.common.errors.TimeoutException;
import io.leat.common.errors.UnsupportedSaslMechanismException;
import io.leat.common.errors.UnsupportedVersionException;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.MalformedMessageException;
import io.leat.log.protocol.RequestHeader;
import io.leat.log.protocol.UnencodableMessageException;
import io.leat.log.runtime.Connection;
import io.leat.log.runtime.ConnectionHandler;
import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Frame;
import io.leat.log.runtime.FrameLimits;
import io.leat.log.runtime.NetworkException;
import io.leat.log.runtime.Ports;
import io.leat.log.runtime.Timer;
import io.leat.log.security.LoginException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The connection to one broker: connects when there is something to send, negotiates versions,
 * bounds what is in flight, and fails calls that take too long. Owned by the client's loop.
 *
 * <pre>
 *            call                 connected               versions known
 *   IDLE ----------> CONNECTING -------------> NEGOTIATING -------------> READY
 *    ^  ^                | failed                  | closed                | closed
 *    |  '--- backoff ----'-------------------------'                       |
 *    '---------------------------------------------------------------------'
 * </pre>
 *
 * While it waits for its backoff, calls queue up; when the attempt fails, they fail with a
 * retriable {@link DisconnectException}. A response that does not come in time closes the
 * connection, because responses come in order and the broker is taken for stuck.
 */
final class BrokerChannel {

    private enum State {
        IDLE,
        CONNECTING,
        NEGOTIATING,
        READY,
        CLOSED
    }

    private final Endpoint endpoint;
    private final ClientSettings settings;
    private final Ports ports;
    private final EventLoop loop;
    private final Consumer<ApiSupport> onReady;
    private final Deque<PendingCall<?>> queue = new ArrayDeque<>();
    private final Deque<PendingCall<?>> inFlight = new ArrayDeque<>();

    private State state = State.IDLE;
    private ApiSupport support = ApiSupport.UNKNOWN;
    private @Nullable Connection connection;
    private @Nullable Timer sweep;
    private long sweepAtMs;
    private int nextCorrelationId;
    private int failures;
    private long blockedUntilMs;

    /** Counts connections, so that events of an old one are told from those of the present one. */
    private int incarnation;

    BrokerChannel(
            Endpoint endpoint,
            ClientSettings settings,
            Ports ports,
            EventLoop loop,
            Consumer<ApiSupport> onReady) {
        this.endpoint = endpoint;
        this.settings = settings;
        this.ports = ports;
        this.loop = loop;
        this.onReady = onReady;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    boolean ready() {
        return state == State.READY;
    }

    int load() {
        return queue.size() + inFlight.size();
    }

    /** How long until a connection may be tried, 0 when now. */
    long backoffMs() {
        return state == State.IDLE ? Math.max(0, blockedUntilMs - now()) : 0;
    }

    private long now() {
        return loop.clock().millis();
    }

    <T extends @Nullable Object> void send(Call<T> call, CompletableFuture<T> future) {
        long timeoutMs = call.timeoutMs() > 0 ? call.timeoutMs() : settings.requestTimeoutMs();
        PendingCall<T> pending = new PendingCall<>(call, future, now() + timeoutMs);
        if (state == State.CLOSED) {
            end(pending, new DisconnectException("The client is closed"));
            return;
        }
        queue.add(pending);
        watch(pending.deadlineMs);
        if (state == State.IDLE) {
            connectAfterBackoff();
        } else {
            drain();
        }
    }

    private void connectAfterBackoff() {
        state = State.CONNECTING;
        int attempt = ++incarnation;
        long wait = Math.max(0, blockedUntilMs - now());
        if (wait == 0) {
            connect(attempt);
        } else {
            loop.schedule(wait, () -> connect(attempt));
        }
    }

    private void connect(int attempt) {
        if (attempt != incarnation || state != State.CONNECTING) {
            return;
        }
        loop.schedule(
                settings.connectTimeoutMs(),
                () -> {
                    if (attempt == incarnation && state != State.READY) {
                        disconnected(attempt, "no connection within the setup timeout");
                    }
                });
        FrameLimits limits =
                new FrameLimits(
                        Integer.MAX_VALUE, settings.idleMs(), FrameLimits.DEFAULT.writeHighBytes());
        ports.network()
                .connect(endpoint, loop, limits, open -> new Handler(attempt))
                .whenComplete((open, failure) -> connected(attempt, open, failure));
    }

    private void connected(int attempt, @Nullable Connection open, @Nullable Throwable failure) {
        if (open == null) {
            disconnected(attempt, reason(failure), refusal(failure));
        } else if (attempt != incarnation) {
            open.close();
        } else {
            connection = open;
            state = State.NEGOTIATING;
            negotiate(attempt, ApiKey.API_VERSIONS.maxVersion());
        }
    }

    private static String reason(@Nullable Throwable failure) {
        return failure instanceof CompletionException
                ? String.valueOf(failure.getCause())
                : String.valueOf(failure);
    }

    /** What will not be better next time: one of the two does not trust the other. */
    private static @Nullable AuthenticationException refusal(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof LoginException login) {
            return login.isMechanism()
                    ? new UnsupportedSaslMechanismException(login.getMessage(), login)
                    : new SaslAuthenticationException(login.getMessage(), login);
        }
        return cause instanceof NetworkException network && network.isDistrust()
                ? new SslAuthenticationException(network.getMessage(), network)
                : null;
    }

    private void negotiate(int attempt, short version) {
        VersionExchange.start(version)
                .whenComplete(
                        (answer, failure) -> {
                            if (attempt != incarnation) {
                                return;
                            }
                            if (answer == null) {
                                disconnected(attempt, String.valueOf(failure));
                            } else if (answer.retryVersion() != null) {
                                negotiate(attempt, answer.retryVersion());
                            } else {
                                negotiated(answer.support());
                            }
                        })
                .into(this::write, now() + settings.requestTimeoutMs());
    }

    private void negotiated(ApiSupport found) {
        support = found;
        state = State.READY;
        failures = 0;
        onReady.accept(found);
        drain();
    }

    private void drain() {
        while (state == State.READY && inFlight.size() < settings.maxInFlight()) {
            PendingCall<?> next = queue.poll();
            if (next == null) {
                return;
            }
            try {
                next.version = support.choose(next.call);
                write(next);
            } catch (KafkaException e) {
                end(next, e);
            } catch (UnencodableMessageException e) {
                end(next, new UnsupportedVersionException(e.getMessage(), e));
            }
        }
    }

    private void write(PendingCall<?> pending) {
        Connection open = connection;
        if (open == null) {
            end(pending, new DisconnectException("no connection to " + endpoint));
            return;
        }
        pending.correlationId = nextCorrelationId++ & Integer.MAX_VALUE;
        RequestHeader header =
                new RequestHeader(
                        pending.call.key(),
                        pending.version,
                        pending.correlationId,
                        settings.clientId());
        ByteBuffer[] frame = header.frame(pending.call.request().apply(pending.version));
        boolean answered = pending.call.expectsResponse();
        if (answered) {
            inFlight.add(pending);
            watch(pending.deadlineMs);
        }
        open.send(
                frame,
                () -> {
                    pending.release();
                    if (!answered) {
                        pending.future.complete(null);
                    }
                });
    }

    private void received(Frame frame) {
        PendingCall<?> pending = inFlight.poll();
        if (pending == null) {
            frame.release();
            disconnected(incarnation, "a response came that nobody asked for");
            return;
        }
        try {
            pending.respond(frame);
        } catch (MalformedMessageException e) {
            disconnected(incarnation, "unreadable response: " + e.getMessage());
            pending.fail(new DisconnectException("unreadable response from " + endpoint, e));
            return;
        }
        drain();
    }

    /** Ends the present connection or attempt; what waits for it fails. */
    private void disconnected(int attempt, String reason) {
        disconnected(attempt, reason, null);
    }

    /**
     * @param refusal what the calls fail with, instead of something that can be tried again
     */
    private void disconnected(
            int attempt, String reason, @Nullable AuthenticationException refusal) {
        if (attempt != incarnation || state == State.CLOSED) {
            return;
        }
        incarnation++;
        Connection open = connection;
        connection = null;
        state = State.IDLE;
        failures++;
        blockedUntilMs = now() + settings.reconnect().afterMs(failures, ports.entropy());
        if (open != null) {
            open.close();
        }
        failAll(reason, refusal);
    }

    private void failAll(String reason, @Nullable RuntimeException refusal) {
        List<PendingCall<?>> sent = new ArrayList<>(inFlight);
        List<PendingCall<?>> waiting = new ArrayList<>(queue);
        inFlight.clear();
        queue.clear();
        String message = "Disconnected from " + endpoint + ": " + reason;
        sent.forEach(pending -> pending.fail(new DisconnectException(message)));
        for (PendingCall<?> pending : waiting) {
            end(pending, refusal != null ? refusal : new DisconnectException(message));
        }
    }

    /** Fails a call that never reached the connection. */
    private static void end(PendingCall<?> pending, RuntimeException cause) {
        pending.release();
        pending.fail(cause);
    }

    /** Sees that somebody looks at the deadlines at {@code deadlineMs} or earlier. */
    private void watch(long deadlineMs) {
        Timer planned = sweep;
        if (planned != null && sweepAtMs <= deadlineMs) {
            return;
        }
        if (planned != null) {
            planned.cancel();
        }
        sweepAtMs = deadlineMs;
        sweep = loop.schedule(deadlineMs - now(), this::sweep);
    }

    private void sweep() {
        sweep = null;
        long now = now();
        for (PendingCall<?> pending : inFlight) {
            if (pending.deadlineMs <= now) {
                inFlight.remove(pending);
                disconnected(incarnation, "a response did not come in time");
                pending.fail(late(pending));
                break;
            }
        }
        for (Iterator<PendingCall<?>> all = queue.iterator(); all.hasNext(); ) {
            PendingCall<?> pending = all.next();
            if (pending.deadlineMs <= now) {
                all.remove();
                end(pending, late(pending));
            }
        }
        long next = Long.MAX_VALUE;
        for (PendingCall<?> pending : inFlight) {
            next = Math.min(next, pending.deadlineMs);
        }
        for (PendingCall<?> pending : queue) {
            next = Math.min(next, pending.deadlineMs);
        }
        if (next != Long.MAX_VALUE) {
            watch(next);
        }
    }

    private TimeoutException late(PendingCall<?> pending) {
        return new TimeoutException(
                "No response of " + endpoint + " to " + pending.call.key() + " in time");
    }

    void close() {
        state = State.CLOSED;
        incarnation++;
        Connection open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
        Timer planned = sweep;
        if (planned != null) {
            planned.cancel();
            sweep = null;
        }
        failAll("closed by the client", null);
    }

    /** Events of one connection. */
    private final class Handler implements ConnectionHandler {

        private final int attempt;

        Handler(int attempt) {
            this.attempt = attempt;
        }

        @Override
        public void onFrame(Frame frame) {
            if (attempt == incarnation) {
                received(frame);
            } else {
                frame.release();
            }
        }

        @Override
        public void onClosed(@Nullable Throwable cause) {
            disconnected(attempt, cause == null ? "the broker closed it" : cause.toString());
        }
    }
}
