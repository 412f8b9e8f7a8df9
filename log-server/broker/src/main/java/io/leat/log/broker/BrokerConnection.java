package io.leat.log.broker;

import io.leat.log.broker.metrics.LoopMetrics;
import io.leat.log.broker.security.Login;
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

    private static final Logger log = LoggerFactory.getLogger(BrokerConnection.class);

    private final Connection connection;
    private final Client client;
    private final RequestDispatcher dispatcher;
    private final Complaints complaints;
    private final LoopMetrics metrics;
    private final SlowRequests slow;
    private final int pendingBytesMax;
    private final Runnable onClosed;
    private final ArrayDeque<PendingReply<ApiMessage>> replies = new ArrayDeque<>();

    private boolean paused;
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
        long bytes = 0;
        for (ByteBuffer part : reply.parts()) {
            bytes += part.remaining();
        }
        metrics.requests(reply.header().apiKey()).answered(nanos, now, reply.requestBytes(), bytes);
        slow.look(client, reply.header(), reply.requestBytes(), nanos, reply.patienceMs());
    }

    private void throttle() {
        if (closed) {
            return;
        }
        boolean full =
                replies.size() >= REQUESTS_MAX || connection.pendingBytes() > pendingBytesMax;
        if (full && !paused) {
            paused = true;
            connection.pause();
        } else if (paused
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
