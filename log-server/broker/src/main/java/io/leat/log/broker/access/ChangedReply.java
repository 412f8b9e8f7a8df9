package io.leat.log.broker.access;

import io.leat.log.broker.Reply;
import io.leat.log.protocol.ApiMessage;
import java.util.function.UnaryOperator;

/** A reply whose response is changed before it leaves. */
public record ChangedReply<R extends ApiMessage>(Reply<R> reply, UnaryOperator<R> change)
        implements Reply<R> {

    @Override
    public void complete(R response, Runnable released) {
        reply.complete(change.apply(response), released);
    }

    @Override
    public void onClosed(Runnable gone) {
        reply.onClosed(gone);
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
