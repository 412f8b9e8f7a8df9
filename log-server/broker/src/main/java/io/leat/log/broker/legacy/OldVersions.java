package io.leat.log.broker.legacy;

import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.VersionRange;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ApiMessage;
import io.leat.log.protocol.Reader;

/**
 * Stands in front of a handler and translates for it the versions that it does not know; the others
 * pass untouched. Stateless.
 */
abstract class OldVersions<Q extends ApiMessage, R extends ApiMessage> implements Handler<Q, R> {

    private final Handler<Q, R> modern;
    private final int firstModern;

    /**
     * @param firstModern the lowest version that {@code modern} answers itself
     */
    OldVersions(Handler<Q, R> modern, int firstModern) {
        this.modern = modern;
        this.firstModern = firstModern;
    }

    /** Who answers in the end. */
    final Handler<Q, R> modern() {
        return modern;
    }

    @Override
    public final ApiKey key() {
        return modern.key();
    }

    @Override
    public final VersionRange versions() {
        return modern.versions();
    }

    @Override
    public final boolean decidedByController() {
        return modern.decidedByController();
    }

    @Override
    public final Q read(Reader in) {
        return modern.read(in);
    }

    @Override
    public final void handle(RequestContext context, Q request, Reply<R> reply) {
        if (context.apiVersion() >= firstModern) {
            modern.handle(context, request, reply);
        } else {
            translate(context, request, reply);
        }
    }

    /** As {@link #handle}, for a version before the first that is known. */
    abstract void translate(RequestContext context, Q request, Reply<R> reply);
}
