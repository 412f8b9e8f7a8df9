package io.leat.log.broker.legacy;

import io.leat.log.broker.Reply;
import io.leat.log.protocol.ApiMessage;
import java.util.function.Consumer;

/**
 * Takes a response that holds no buffers of others, to translate it.
 *
 * @param reply where everything but a response goes
 * @param translate completes {@code reply}, now or later
 */
record TranslatedReply<R extends ApiMessage>(Reply<R> reply, Consumer<R> translate)
        implements Reply<R> {

    @Override
    public void complete(R response, Runnable released) {
        released.run();
        translate.accept(response);
    }

    @Override
    public void none() {
        reply.none();
    }

    @Override
    public void close(String reason) {
        reply.close(reason);
    }
}
