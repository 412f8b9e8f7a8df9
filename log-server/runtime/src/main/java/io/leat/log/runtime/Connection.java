package io.leat.log.runtime;

import java.nio.ByteBuffer;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * An ordered, reliable stream of length-prefixed frames between two nodes. Owned by {@link #loop}:
 * all methods are called there.
 */
public interface Connection {

    /** The loop that owns this connection and runs its {@link ConnectionHandler}. */
    EventLoop loop();

    /** The address of the other side. */
    Endpoint remote();

    /**
     * The address of this side: what the other side reached, for a connection that was accepted.
     */
    Endpoint local();

    /** Who the other side proved to be with a certificate; null if it showed none. */
    default @Nullable X500Principal peer() {
        return null;
    }

    /** Frames longer than {@code bytes} close the connection from here on. */
    default void limitFrames(int bytes) {}

    /**
     * Queues one frame whose payload is the concatenation of {@code parts}; the transport adds the
     * length prefix and writes everything queued in this turn of the loop with one flush. Buffers
     * are not copied: they must not change until {@code released} has run. {@code released} runs on
     * the loop exactly once, when the bytes were written or the connection closed.
     */
    void send(ByteBuffer[] parts, Runnable released);

    /** Queues one frame whose buffers nobody reuses. */
    default void send(ByteBuffer... parts) {
        send(parts, () -> {});
    }

    /** Bytes queued and not yet written: what back-pressure looks at. */
    long pendingBytes();

    /** Stops delivering frames (and, soon after, reading from the socket) until {@link #resume}. */
    void pause();

    /** Delivers frames again. */
    void resume();

    /** Closes at once; frames queued and not written are dropped. Runs the handler's onClosed. */
    void close();
}
