package io.leat.log.broker.node;

import io.leat.log.quorum.image.BrokerImage;
import io.leat.log.runtime.ConnectionHandler;
import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Frame;
import io.leat.log.runtime.FrameLimits;
import io.leat.log.runtime.Network;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries the addresses that clients are told, and warns of those that nobody answers at: the usual
 * reason why a client connects once and never again. Owned by the first loop.
 */
final class ToldAddresses {

    private static final Logger log = LoggerFactory.getLogger(ToldAddresses.class);

    private final Network network;
    private final EventLoop loop;

    ToldAddresses(Network network, EventLoop loop) {
        this.network = network;
        this.loop = loop;
    }

    void check(List<BrokerImage.Listener> advertised) {
        for (BrokerImage.Listener told : advertised) {
            if (told.port() != 0 && !told.host().isEmpty()) {
                connect(told.name(), new Endpoint(told.host(), told.port()));
            }
        }
    }

    private void connect(String listener, Endpoint endpoint) {
        network.connect(endpoint, loop, FrameLimits.DEFAULT, opened -> new Deaf())
                .whenComplete(
                        (connection, failure) -> {
                            if (connection != null) {
                                loop.execute(connection::close);
                            } else {
                                warn(listener, endpoint, failure);
                            }
                        });
    }

    private static void warn(String listener, Endpoint endpoint, @Nullable Throwable failure) {
        Throwable cause =
                failure != null && failure.getCause() != null ? failure.getCause() : failure;
        log.warn(
                "Clients of listener {} are told to come to {}, which cannot be reached from here"
                        + " ({}): other nodes and most clients will not get further. Correct"
                        + " advertised.listeners, unless only machines elsewhere know this address",
                listener,
                endpoint,
                cause == null ? "no reason given" : cause.getMessage());
    }

    /** Expects nothing from a connection that only had to open. */
    private static final class Deaf implements ConnectionHandler {

        @Override
        public void onFrame(Frame frame) {
            frame.release();
        }

        @Override
        public void onClosed(@Nullable Throwable cause) {}
    }
}
