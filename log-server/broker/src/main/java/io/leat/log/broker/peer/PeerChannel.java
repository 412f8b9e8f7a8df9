package io.leat.log.broker.peer;

import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.MalformedMessageException;
import io.leat.log.protocol.message.ApiVersionsRequest;
import io.leat.log.protocol.message.ApiVersionsResponse;
import io.leat.log.runtime.Connection;
import io.leat.log.runtime.ConnectionHandler;
import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Frame;
import io.leat.log.runtime.FrameLimits;
import io.leat.log.runtime.Network;
import io.leat.log.runtime.NetworkException;
import io.leat.log.runtime.Timer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to one node: opened by the first request, kept until it breaks. Owned by its loop.
 *
 * <pre>
 *   IDLE --request--> CONNECTING --> NEGOTIATING --which versions it serves--> OPEN
 *    ^                    | failed        | broken, or an answer is late        | the same
 *    '--------------------+---------------+-------------------------------------'
 * </pre>
 *
 * <p>A node that was asked before is asked again on each connection, but not waited for: requests
 * go out behind the question, as it served them then. If it was upgraded or downgraded meanwhile
 * the connection ends, as nobody knows what it made of them.
 */
final class PeerChannel {

    private enum State {
        IDLE,
        CONNECTING,
        NEGOTIATING,
        OPEN,
        CLOSED
    }

    private static final Logger logger = LoggerFactory.getLogger(PeerChannel.class);
    private static final ApiVersionsRequest ASK = ApiVersionsRequest.builder().build();

    private final Network network;
    private final EventLoop loop;
    private final Endpoint endpoint;
    private final String clientId;
    private final KnownVersions known;
    private final Runnable onDisconnected;

    /** Requests that wait for the connection, then those that wait for their answers. */
    private final ArrayDeque<PeerCall<?>> unsent = new ArrayDeque<>();

    private final ArrayDeque<PeerCall<?>> unanswered = new ArrayDeque<>();

    /** What was said already not to be served there. */
    private final Set<ApiKey> unsupported = EnumSet.noneOf(ApiKey.class);

    private State state = State.IDLE;
    private @Nullable Connection connection;

    /** What the other end serves, or did when it was last asked; null while that is not known. */
    private @Nullable PeerVersions versions;

    private @Nullable Timer timer;
    private long timerAtMs;
    private int lastCorrelationId;

    /** Tells events of the present connection from those of one before it. */
    private int attempt;

    PeerChannel(
            Network network,
            EventLoop loop,
            Endpoint endpoint,
            String clientId,
            KnownVersions known,
            Runnable onDisconnected) {
        this.network = network;
        this.loop = loop;
        this.endpoint = endpoint;
        this.clientId = clientId;
        this.known = known;
        this.onDisconnected = onDisconnected;
    }

    void send(PeerCall<?> call) {
        if (state == State.CLOSED) {
            call.fail(new PeerException(PeerException.Kind.BROKEN, "this node stops", null));
            return;
        }
        Connection open = connection;
        PeerVersions served = versions;
        if (open != null && served != null) {
            write(open, served, call);
        } else {
            unsent.add(call);
            connect();
        }
        watch(call.deadlineMs());
    }

    private void write(Connection open, PeerVersions served, PeerCall<?> call) {
        int version = served.choose(call.key(), call.newest());
        if (version == PeerVersions.NONE) {
            loop.execute(() -> call.fail(unsupported(call, served))); // never at once
        } else {
            write(open, version, call);
        }
    }

    private void write(Connection open, int version, PeerCall<?> call) {
        unanswered.add(call);
        lastCorrelationId = (lastCorrelationId + 1) & Integer.MAX_VALUE;
        open.send(call.encode(version, lastCorrelationId, clientId));
    }

    private PeerException unsupported(PeerCall<?> call, PeerVersions served) {
        if (unsupported.add(call.key())) {
            logger.error(
                    "The node at {} serves {} requests in versions {}, and this node needs version"
                            + " {}: upgrade it first",
                    endpoint,
                    call.key(),
                    served.of(call.key()),
                    call.newest());
        }
        return new PeerException(
                PeerException.Kind.UNSUPPORTED,
                endpoint + " does not serve " + call.key() + " version " + call.newest(),
                null);
    }

    private void connect() {
        if (state != State.IDLE) {
            return;
        }
        state = State.CONNECTING;
        int mine = ++attempt;
        FrameLimits limits =
                new FrameLimits(Integer.MAX_VALUE, 0, FrameLimits.DEFAULT.writeHighBytes());
        network.connect(endpoint, loop, limits, opened -> new Events(mine))
                .whenComplete((opened, failure) -> connected(mine, opened, failure));
    }

    private void connected(int mine, @Nullable Connection opened, @Nullable Throwable failure) {
        if (mine != attempt) {
            if (opened != null) {
                opened.close();
            }
        } else if (opened == null) {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            boolean refused = cause instanceof NetworkException network && network.isRefused();
            end(refused ? PeerException.Kind.REFUSED : PeerException.Kind.BROKEN, cause);
        } else {
            state = State.NEGOTIATING;
            connection = opened;
            write(opened, 0, new PeerCall<>(ASK, 0, Long.MAX_VALUE, new Negotiation(opened)));
            versions = known.of(endpoint);
            if (versions != null) {
                writeWaiting(opened, versions);
            }
        }
    }

    private void writeWaiting(Connection open, PeerVersions served) {
        PeerCall<?> next;
        while ((next = unsent.poll()) != null) {
            write(open, served, next);
        }
    }

    /** Which versions the other node serves; how long that may take the requests say that wait. */
    private final class Negotiation implements PeerCallback<ApiVersionsResponse> {

        private final Connection opened;

        Negotiation(Connection opened) {
            this.opened = opened;
        }

        @Override
        public void answered(ApiVersionsResponse response, Frame frame) {
            PeerVersions served = new PeerVersions(response);
            PeerVersions assumed = versions;
            known.learn(endpoint, served);
            versions = served;
            state = State.OPEN;
            if (assumed == null) {
                writeWaiting(opened, served);
            } else if (!served.isSame(assumed)) {
                end(PeerException.Kind.BROKEN, new NetworkException("it was upgraded meanwhile"));
            }
        }

        @Override
        public void failed(PeerException cause) {} // as do the requests that wait
    }

    private void received(Frame frame) {
        try {
            PeerCall<?> call = unanswered.poll();
            if (call == null) {
                throw new MalformedMessageException("a response nobody asked for");
            }
            try {
                call.answer(frame);
            } catch (MalformedMessageException e) {
                unanswered.addFirst(call);
                throw e;
            }
        } catch (MalformedMessageException e) {
            end(PeerException.Kind.BROKEN, e);
        } finally {
            frame.release();
        }
    }

    /** Ends the connection, or the attempt to open one; all that waits fails. */
    private void end(PeerException.Kind kind, @Nullable Throwable cause) {
        attempt++;
        Connection open = connection;
        connection = null;
        versions = null;
        if (state == State.NEGOTIATING) {
            known.forget(endpoint); // it may not know what was asked, and have hung up
        }
        if (state != State.CLOSED) {
            state = State.IDLE;
        }
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        if (open != null) {
            open.close();
        }
        List<PeerCall<?>> failed = new ArrayList<>(unanswered);
        failed.addAll(unsent);
        unanswered.clear();
        unsent.clear();
        if (open != null && state != State.CLOSED) {
            onDisconnected.run();
        }
        String message =
                endpoint + " did not answer: " + (cause == null ? kind : cause.getMessage());
        failed.forEach(call -> call.fail(new PeerException(kind, message, cause)));
    }

    void close() {
        state = State.CLOSED;
        end(PeerException.Kind.BROKEN, null);
    }

    /** Sees to it that deadlines are looked at by {@code deadlineMs}. */
    private void watch(long deadlineMs) {
        if (state == State.CLOSED || timer != null && timerAtMs <= deadlineMs) {
            return;
        }
        if (timer != null) {
            timer.cancel();
        }
        timerAtMs = deadlineMs;
        timer = loop.schedule(deadlineMs - loop.clock().millis(), this::expire);
    }

    private void expire() {
        timer = null;
        long next = Long.MAX_VALUE;
        for (PeerCall<?> call : unanswered) {
            next = Math.min(next, call.deadlineMs());
        }
        for (PeerCall<?> call : unsent) {
            next = Math.min(next, call.deadlineMs());
        }
        if (next <= loop.clock().millis()) {
            end(PeerException.Kind.LATE, null);
        } else if (next != Long.MAX_VALUE) {
            watch(next);
        }
    }

    /** What happens on one connection. */
    private final class Events implements ConnectionHandler {

        private final int mine;

        Events(int mine) {
            this.mine = mine;
        }

        @Override
        public void onFrame(Frame frame) {
            if (mine == attempt) {
                received(frame);
            } else {
                frame.release();
            }
        }

        @Override
        public void onClosed(@Nullable Throwable cause) {
            if (mine == attempt) {
                end(PeerException.Kind.BROKEN, cause);
            }
        }
    }
}
