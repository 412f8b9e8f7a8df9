package io.leat.log.broker;

import io.leat.log.broker.metrics.LoopMetrics;
import io.leat.log.broker.quota.ClientLimits;
import io.leat.log.broker.quota.ClientQuotas;
import io.leat.log.broker.security.Login;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ApiMessage;
import io.leat.log.protocol.MalformedMessageException;
import io.leat.log.protocol.RequestHeader;
import io.leat.log.runtime.Connection;
import io.leat.log.runtime.ConnectionHandler;
import io.leat.log.runtime.Frame;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client connection: requests in, responses out in the same order. Owned by the connection's
 * loop.
 *
 * <p>Requests run beside each other, up to {@link #REQUESTS_MAX}; then, or when the client does not
 * read its responses, nothing more is read from it until there is room again.
 */
final class BrokerConnection implements ConnectionHandler {

    /** Unanswered requests of one connection; clients keep 5, librdkafka a million unless told. */
    static final int REQUESTS_MAX = 128;

    private static final long NANOS_PER_MS = 1_000_000;
    private static final Logger log = LoggerFactory.getLogger(BrokerConnection.class);

    private final Connection connection;
    private final Client client;
    private final RequestDispatcher dispatcher;
    private final Complaints complaints;
    private final LoopMetrics metrics;
    private final @Nullable ClientLimits limits;
    private final RequestMemory memory;
    private final SlowRequests slow;
    private final int pendingBytesMax;
    private final Runnable onClosed;
    private final ArrayDeque<PendingReply<ApiMessage>> replies = new ArrayDeque<>();

    private boolean paused;
    private long mutedUntilNanos;
    private boolean muted;
    private boolean waitsForMemory;
    private long underWayBytes;
    private boolean closing;
    private boolean closed;
    private boolean sending;

    BrokerConnection(
            Connection connection,
            Client client,
            RequestDispatcher dispatcher,
            Complaints complaints,
            SlowRequests slow,
            int pendingBytesMax,
            Runnable onClosed) {
        this.connection = connection;
        this.client = client;
        this.dispatcher = dispatcher;
        this.complaints = complaints;
        this.slow = slow;
        this.metrics = dispatcher.metrics().of(connection.loop());
        this.memory = dispatcher.memory();
        ClientQuotas quotas = dispatcher.quotas();
        this.limits = quotas == null ? null : new ClientLimits(quotas);
        this.pendingBytesMax = pendingBytesMax;
        this.onClosed = onClosed;
    }

    @Override
    public void onFrame(Frame frame) {
        if (closing || closed) {
            frame.release();
            return;
        }
        ByteBuffer bytes = frame.bytes().duplicate();
        Login login = client.login();
        if (login != null && login.isRaw()) {
            login.rawToken(bytes);
            frame.release();
            return;
        }
        RequestHeader header;
        try {
            header = RequestHeader.read(bytes);
        } catch (MalformedMessageException e) {
            frame.release();
            fail("the request header is malformed: " + e.getMessage());
            return;
        }
        PendingReply<ApiMessage> reply = new PendingReply<>(this, connection.loop(), frame, header);
        replies.add(reply);
        memory.take(reply.requestBytes());
        underWayBytes += reply.requestBytes();
        try {
            dispatcher.dispatch(client, header, frame, bytes, reply);
        } catch (MalformedMessageException e) {
            reply.abandon();
            fail(
                    "the body of "
                            + header.apiKey()
                            + " version "
                            + header.apiVersion()
                            + " is malformed: "
                            + e.getMessage());
        } catch (RuntimeException e) {
            reply.abandon();
            failed(header.apiKey() + " version " + header.apiVersion() + " failed", e);
        }
        worked(header, reply);
        throttle();
    }

    boolean isClosed() {
        return closed;
    }

    /** Sends what is ready and whose turn it is. */
    void sendReady() {
        if (sending) {
            return; // a released callback completed another reply; the outer call sends it
        }
        sending = true;
        try {
            PendingReply<ApiMessage> next;
            while ((next = replies.peek()) != null && next.isReady()) {
                replies.remove();
                send(next);
            }
        } finally {
            sending = false;
        }
        throttle();
    }

    private void send(PendingReply<ApiMessage> reply) {
        account(reply);
        if (closed) {
            reply.released().run();
        } else if (reply.parts().length > 0) {
            connection.send(reply.parts(), reply.released());
        }
    }

    private void account(PendingReply<ApiMessage> reply) {
        long now = connection.loop().clock().nanos();
        long nanos = now - reply.arrivedNanos();
        long bytes = size(reply.parts());
        metrics.requests(reply.header().apiKey()).answered(nanos, now, reply.requestBytes(), bytes);
        slow.look(client, reply.header(), reply.requestBytes(), nanos, reply.patienceMs());
    }

    /** Takes the time the loop has spent on a request so far. */
    private void worked(RequestHeader header, PendingReply<?> reply) {
        ClientLimits own = limits;
        if (own == null || own.areNone() || reply.isUnlimited() || closed) {
            return;
        }
        long now = connection.loop().clock().nanos();
        identify(own, header, now);
        mute(own.worked(now - reply.arrivedNanos(), now), now);
    }

    private void identify(ClientLimits own, RequestHeader header, long now) {
        String clientId = header.clientId();
        own.identify(client.principal(), clientId == null ? "" : clientId, now);
    }

    /**
     * Takes what a request and its response are from what the client may take, and does not read
     * from it while it owes something.
     *
     * @return what it owes, in milliseconds
     */
    long charge(PendingReply<?> reply, ByteBuffer[] encoded) {
        ClientLimits own = limits;
        if (own == null || own.areNone() || reply.isUnlimited()) {
            return 0;
        }
        long now = connection.loop().clock().nanos();
        identify(own, reply.header(), now);
        ApiKey key = reply.header().apiKey();
        long owedMs = 0;
        if (key == ApiKey.PRODUCE) {
            owedMs = own.produced(reply.requestBytes(), now);
        } else if (key == ApiKey.FETCH || key == ApiKey.SHARE_FETCH) {
            owedMs = own.fetched(size(encoded), now);
        }
        mute(owedMs, now);
        return Math.max(owedMs, (mutedUntilNanos - now) / NANOS_PER_MS);
    }

    /** Reads nothing from the client for so long (KIP-219). */
    void mute(long forMs, long nowNanos) {
        long until = nowNanos + forMs * NANOS_PER_MS;
        if (forMs <= 0 || muted && until - mutedUntilNanos <= 0) {
            return;
        }
        mutedUntilNanos = until;
        if (!muted) {
            muted = true;
            connection.loop().schedule(forMs, this::unmute);
        }
        throttle();
    }

    private void unmute() {
        long now = connection.loop().clock().nanos();
        long leftNanos = mutedUntilNanos - now;
        if (leftNanos > 0 && !closed) {
            connection.loop().schedule(leftNanos / NANOS_PER_MS + 1, this::unmute);
        } else {
            muted = false;
            throttle();
        }
    }

    private static long size(ByteBuffer[] parts) {
        long bytes = 0;
        for (ByteBuffer part : parts) {
            bytes += part.remaining();
        }
        return bytes;
    }

    /** The bytes of a request are not needed any more. */
    void gaveBack(int bytes) {
        underWayBytes -= bytes;
        memory.give(bytes);
    }

    /** Whether there is too little memory for more; then it goes on when there is enough. */
    private boolean lacksMemory() {
        boolean lacks = memory.isFull(underWayBytes);
        if (lacks && !waitsForMemory) {
            waitsForMemory = true;
            memory.await(
                    connection.loop(),
                    () -> {
                        waitsForMemory = false;
                        throttle();
                    });
        }
        return lacks;
    }

    private void throttle() {
        if (closed) {
            return;
        }
        boolean full =
                muted
                        || lacksMemory()
                        || replies.size() >= REQUESTS_MAX
                        || connection.pendingBytes() > pendingBytesMax;
        if (full && !paused) {
            paused = true;
            connection.pause();
        } else if (paused
                && !muted
                && !memory.isFull(underWayBytes)
                && replies.size() <= REQUESTS_MAX / 2
                && connection.pendingBytes() <= pendingBytesMax) {
            paused = false;
            connection.resume();
        }
    }

    @Override
    public void onWritable() {
        throttle();
    }

    /** Closes because of the client: one line, without a stack. */
    void fail(String reason) {
        if (!closing && !closed) {
            closing = true;
            complaints.closed(client, reason);
            connection.close();
        }
    }

    /** Answers nothing, and closes after {@code delayMs}: who comes too often has to wait. */
    void refuse(long delayMs, String reason) {
        paused = true;
        muted = true;
        mutedUntilNanos = Long.MAX_VALUE;
        connection.pause();
        connection.loop().schedule(delayMs, () -> fail(reason));
    }

    /** Closes because of us. */
    void failed(String what, RuntimeException cause) {
        log.error("Closed the connection of {}: {}", client, what, cause);
        if (!closing && !closed) {
            closing = true;
            connection.close();
        }
    }

    @Override
    public void onClosed(@Nullable Throwable cause) {
        if (closed) {
            return;
        }
        closed = true;
        client.markClosed();
        List<PendingReply<ApiMessage>> left = List.copyOf(replies);
        replies.clear();
        left.forEach(PendingReply::connectionEnded);
        onClosed.run();
    }
}
