package io.leat.log.broker.access;

import io.leat.log.broker.Reply;
import io.leat.log.protocol.ApiMessage;

/**
 * Stands before the handler of one API key: lets through what the client may do, and refuses the
 * rest. Immutable; called on the loop of the connection.
 */
interface Guard<Q extends ApiMessage, R extends ApiMessage> {

    /** The handler behind it. */
    interface Next<Q extends ApiMessage, R extends ApiMessage> {
        void handle(Q request, Reply<R> reply);
    }

    void check(Access access, Q request, Reply<R> reply, Next<Q, R> next);
}
