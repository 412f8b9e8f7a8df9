package io.leat.log.broker;

import io.leat.log.protocol.ApiMessage;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Frame;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Calls handlers of this node as if the request had come over the wire, without encoding it. Safe
 * on every loop; answers come on the given one.
 */
public final class LocalCalls {

    private static final Endpoint HERE = new Endpoint("localhost", 0);
    private static final Frame NO_FRAME =
            new Frame() {
                @Override
                public ByteBuffer bytes() {
                    return ByteBuffer.allocate(0);
                }

                @Override
                public void retain() {}

                @Override
                public void release() {}
            };

    private final EventLoop loop;
    private final Supplier<Handlers> handlers;
    private final Client client;

    /**
     * @param handlers made when the node is complete
     */
    public LocalCalls(EventLoop loop, Supplier<Handlers> handlers) {
        this.loop = loop;
        this.handlers = handlers;
        this.client = new Client(0, "", HERE, HERE, loop);
    }

    /** Calls the handler of {@code request} in its newest version; one of both is called. */
    public <R extends ApiMessage> void call(
            ApiMessage request, Consumer<R> answered, Consumer<ErrorCode> failed) {
        Handler<?, ?> handler = handlers.get().get(request.apiKey());
        if (handler == null) {
            failed.accept(ErrorCode.UNSUPPORTED_VERSION);
            return;
        }
        RequestContext context =
                new RequestContext(
                        client,
                        request.apiKey(),
                        VersionRange.of(request.apiKey()).max(),
                        "",
                        Principal.SERVER,
                        NO_FRAME);
        invoke(handler, context, request, new LocalReply<>(answered, failed));
    }

    @SuppressWarnings("unchecked") // the handler of a key takes its requests
    private static <R extends ApiMessage> void invoke(
            Handler<?, ?> handler, RequestContext context, ApiMessage request, Reply<R> reply) {
        ((Handler<ApiMessage, R>) handler).handle(context, request, reply);
    }

    /** Where the answer goes instead of a connection. */
    private final class LocalReply<R extends ApiMessage> implements Reply<R> {

        private final Consumer<R> answered;
        private final Consumer<ErrorCode> failed;

        LocalReply(Consumer<R> answered, Consumer<ErrorCode> failed) {
            this.answered = answered;
            this.failed = failed;
        }

        @Override
        public void complete(R response, Runnable released) {
            onLoop(
                    () -> {
                        answered.accept(response);
                        released.run();
                    });
        }

        @Override
        public void none() {
            onLoop(() -> failed.accept(ErrorCode.UNKNOWN_SERVER_ERROR));
        }

        @Override
        public void close(String reason) {
            onLoop(() -> failed.accept(ErrorCode.UNKNOWN_SERVER_ERROR));
        }

        private void onLoop(Runnable action) {
            if (loop.inLoop()) {
                action.run();
            } else {
                loop.execute(action);
            }
        }
    }
}
