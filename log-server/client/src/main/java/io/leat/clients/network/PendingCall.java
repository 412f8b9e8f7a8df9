package io.leat.clients.network;

import io.leat.log.protocol.MalformedMessageException;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.ResponseHeader;
import io.leat.log.runtime.Frame;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A {@link Call} on its way, with its version and correlation id. Owned by the client's loop. */
final class PendingCall<T extends @Nullable Object> {

    final Call<T> call;
    final CompletableFuture<T> future;
    final long deadlineMs;
    short version;
    int correlationId;
    private boolean released;

    PendingCall(Call<T> call, CompletableFuture<T> future, long deadlineMs) {
        this.call = call;
        this.future = future;
        this.deadlineMs = deadlineMs;
    }

    /** Completes with the response in {@code frame}, of which it takes over the reference. */
    void respond(Frame frame) {
        boolean handedOver = false;
        try {
            ByteBuffer bytes = call.lends() ? frame.bytes().duplicate() : copy(frame.bytes());
            ResponseHeader header = ResponseHeader.read(bytes, call.key(), version);
            if (header.correlationId() != correlationId) {
                throw new MalformedMessageException(
                        "response "
                                + header.correlationId()
                                + " came for request "
                                + correlationId);
            }
            Reader reader = call.key().versions().reader(bytes, version);
            handedOver = call.lends();
            future.complete(call.parse().apply(reader, call.lends() ? frame : null));
        } finally {
            if (!handedOver) {
                frame.release();
            }
        }
    }

    private static ByteBuffer copy(ByteBuffer source) {
        ByteBuffer copy = ByteBuffer.allocate(source.remaining());
        return copy.put(source.duplicate()).flip();
    }

    void fail(RuntimeException cause) {
        future.completeExceptionally(cause);
    }

    /** The request's buffers are free. */
    void release() {
        if (!released) {
            released = true;
            call.released().run();
        }
    }
}
