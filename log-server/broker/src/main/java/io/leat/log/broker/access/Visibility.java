package io.leat.log.broker.access;

import io.leat.log.broker.Broker;
import io.leat.log.broker.RequestContext;
import java.util.function.Predicate;

/** Which topics clients may know of or have made, now and later. Immutable; safe on every loop. */
public final class Visibility {

    private final Broker broker;

    public Visibility(Broker broker) {
        this.broker = broker;
    }

    /** Whether the client of {@code context} may know of a topic when it is asked. */
    public Predicate<String> of(RequestContext context) {
        Authorizer authorizer = broker.authorizer();
        if (authorizer == null) {
            return topic -> true;
        }
        return topic ->
                new Access(authorizer, broker.image(), context).topic(Operation.DESCRIBE, topic);
    }

    /** Whether the client of {@code context} may have a topic made when it is asked. */
    public Predicate<String> ofNew(RequestContext context) {
        Authorizer authorizer = broker.authorizer();
        return topic ->
                authorizer == null
                        || new Access(authorizer, broker.image(), context).mayCreate(topic);
    }
}
