package io.leat.log.broker;

import io.leat.log.protocol.ApiMessage;
import io.leat.log.protocol.RequestHeader;
import io.leat.log.protocol.ResponseHeader;
import io.leat.log.runtime.BugException;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Frame;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The place of one request in the order of its connection. Completed from any loop, everything else
 * happens on the connection's loop.
 *
 * <pre>
 *   waiting --complete--> ready --its turn--> sent
 *   waiting --none------> silent --its turn--> forgotten
 *   waiting --close-----> the connection ends
 *   waiting --the connection ends--> who parked it is told, and completes it into the void
 * </pre>
 */
final class PendingReply<R extends ApiMessage> implements Reply<R> {

    private static final ByteBuffer[] SILENT = {};

    private final BrokerConnection connection;
    private final EventLoop loop;
    private final Frame frame;
    private final RequestHeader header;
    private final long arrivedNanos;
    private final int requestBytes;
    private final AtomicBoolean completed = new AtomicBoolean();

    private int version;
    private long patienceMs;
    private boolean unlimited;
    private ByteBuffer @Nullable [] parts;
    private Runnable released = () -> {};
    private @Nullable Runnable gone;

    PendingReply(BrokerConnection connection, EventLoop loop, Frame frame, RequestHeader header) {
        this.connection = connection;
        this.loop = loop;
        this.frame = frame;
        this.header = header;
        this.arrivedNanos = loop.clock().nanos();
        this.requestBytes = frame.bytes().remaining();
        this.version = header.apiVersion();
    }

    RequestHeader header() {
        return header;
    }

    /** When the request had come whole. */
    long arrivedNanos() {
        return arrivedNanos;
    }

    int requestBytes() {
        return requestBytes;
    }

    /** It is asked by another replica: quotas are for clients. */
    void unlimited() {
        unlimited = true;
    }

    boolean isUnlimited() {
        return unlimited;
    }

    /** How long the client itself asks to be kept waiting, if nothing comes up before. */
    long patienceMs() {
        return patienceMs;
    }

    void patienceMs(long asked) {
        this.patienceMs = asked;
    }

    /** Changes the version of the response; before it is completed. */
    void version(int version) {
        this.version = version;
    }

    @Override
    public void complete(R response, Runnable released) {
        once();
        onLoop(() -> ready(response, released));
    }

    @Override
    public void none() {
        once();
        onLoop(
                () -> {
                    parts = SILENT;
                    giveBack();
                    connection.sendReady();
                });
    }

    @Override
    public void close(String reason) {
        once();
        onLoop(
                () -> {
                    giveBack();
                    connection.fail(reason);
                });
    }

    @Override
    public void onClosed(Runnable gone) {
        this.gone = gone;
    }

    /** The connection ended: what is ready is given back, who still works on it is told. */
    void connectionEnded() {
        if (isReady()) {
            released.run();
        } else if (gone != null && !completed.get()) {
            gone.run();
        } // otherwise it releases what it holds when its handler completes it
    }

    /** Ends an unanswered request whose connection ends for another reason, on the loop. */
    void abandon() {
        if (completed.compareAndSet(false, true)) {
            giveBack();
        }
    }

    private void ready(R response, Runnable released) {
        if (connection.isClosed()) {
            giveBack();
            released.run();
            return;
        }
        ByteBuffer[] encoded;
        try {
            encoded = encode(response);
            long owedMs = connection.charge(this, encoded);
            if (owedMs > 0) {
                encoded = encode(response.throttled((int) Math.min(Integer.MAX_VALUE, owedMs)));
            }
        } catch (RuntimeException e) {
            giveBack();
            released.run();
            connection.failed(response.apiKey() + " response cannot be encoded", e);
            return;
        }
        this.parts = encoded;
        this.released = released;
        giveBack();
        connection.sendReady();
    }

    private void giveBack() {
        frame.release();
        connection.gaveBack(requestBytes);
    }

    private ByteBuffer[] encode(ApiMessage response) {
        return new ResponseHeader(header.correlationId()).frame(response, version);
    }

    boolean isReady() {
        return parts != null;
    }

    /** What to write; empty for no response at all. */
    ByteBuffer[] parts() {
        if (parts == null) {
            throw new BugException("the reply is not ready");
        }
        return parts;
    }

    Runnable released() {
        return released;
    }

    private void once() {
        if (!completed.compareAndSet(false, true)) {
            throw new BugException("a request was answered twice");
        }
    }

    private void onLoop(Runnable action) {
        if (loop.inLoop()) {
            action.run();
        } else {
            loop.execute(action);
        }
    }
}
