package io.leat.log.broker.controller;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ApiMessage;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.quorum.controller.Decision;
import io.leat.log.quorum.image.MetadataImage;
import java.util.function.Function;

/**
 * A request whose answer is one decision of the active controller. Stateless; decisions are made on
 * the controller's loop.
 */
abstract class ControllerHandler<Q extends ApiMessage, R extends ApiMessage>
        implements Handler<Q, R> {

    private final Broker broker;
    private final ApiKey key;
    private final Function<Reader, Q> reader;

    ControllerHandler(Broker broker, ApiKey key, Function<Reader, Q> reader) {
        this.broker = broker;
        this.key = key;
        this.reader = reader;
    }

    final Broker broker() {
        return broker;
    }

    @Override
    public final ApiKey key() {
        return key;
    }

    @Override
    public boolean decidedByController() {
        return true;
    }

    @Override
    public final Q read(Reader in) {
        return reader.apply(in);
    }

    @Override
    public void handle(RequestContext context, Q request, Reply<R> reply) {
        broker.controller()
                .submit(
                        image -> decide(image, context, request),
                        response -> {
                            decided(context, request, response);
                            reply.complete(response);
                        },
                        error -> reply.complete(failed(request, error)));
    }

    /** A pure function of the image, as far as the log is concerned. */
    abstract Decision<R> decide(MetadataImage image, RequestContext context, Q request);

    /** The decision holds. On the controller's loop, before the answer leaves. */
    void decided(RequestContext context, Q request, R response) {}

    /** The answer if nothing was decided here, or it is not known whether it holds. */
    abstract R failed(Q request, ErrorCode error);
}
