package io.leat.log.runtime;

import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** Opens and accepts {@link Connection}s. */
public interface Network {

    /**
     * Listens on {@code endpoint}. Accepted connections are spread over {@code loops}; each runs
     * {@code acceptor} on its loop to get its handler. Completes with the listener, or with {@link
     * NetworkException} (port in use, no such address), on no particular loop.
     */
    CompletionStage<Listener> listen(
            Endpoint endpoint,
            java.util.List<EventLoop> loops,
            FrameLimits limits,
            Function<Connection, ConnectionHandler> acceptor);

    /**
     * Connects to {@code endpoint}. Completes on {@code loop} with the open connection, whose
     * handler was made by {@code handler} before any frame arrives, or with {@link
     * NetworkException}.
     */
    CompletionStage<Connection> connect(
            Endpoint endpoint,
            EventLoop loop,
            FrameLimits limits,
            Function<Connection, ConnectionHandler> handler);

    /**
     * This network with connections that are encrypted: accepted and opened ones reach their
     * handlers after the handshake.
     */
    default Network secured(Tls tls) {
        return secured(() -> tls);
    }

    /** As {@link #secured(Tls)}, where it may become another for connections to come. */
    default Network secured(Supplier<Tls> tls) {
        throw new UnsupportedOperationException("this network has no TLS");
    }

    /**
     * Reads the own key of {@code tls}.
     *
     * @throws NetworkException if that cannot be
     */
    default void checkKeys(Tls tls) {
        throw new UnsupportedOperationException("this network has no TLS");
    }

    /** A listening socket. */
    interface Listener {

        /** The address it is bound to, with the actual port. */
        Endpoint endpoint();

        /** Stops listening; open connections stay. */
        CompletionStage<Void> close();
    }
}
