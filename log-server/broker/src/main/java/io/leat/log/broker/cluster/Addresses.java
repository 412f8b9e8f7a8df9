package io.leat.log.broker.cluster;

import io.leat.log.broker.RequestContext;
import io.leat.log.quorum.image.BrokerImage;
import io.leat.log.runtime.Endpoint;
import org.jspecify.annotations.Nullable;

/** Where a client is told to find a broker. Stateless. */
public final class Addresses {

    private Addresses() {}

    /**
     * The address of {@code broker} under the listener the request came in on: the advertised one,
     * or, where none is, the one the client reached. Null if the broker has no such listener.
     */
    public static @Nullable Endpoint of(BrokerImage broker, RequestContext context) {
        BrokerImage.Listener listener = broker.listener(context.listener());
        if (listener == null) {
            return null;
        }
        return listener.port() == 0
                ? context.local()
                : new Endpoint(listener.host(), listener.port());
    }
}
