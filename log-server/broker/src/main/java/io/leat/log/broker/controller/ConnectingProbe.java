package io.leat.log.broker.controller;

import io.leat.log.quorum.image.BrokerImage;
import io.leat.log.runtime.ConnectionHandler;
import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Frame;
import io.leat.log.runtime.FrameLimits;
import io.leat.log.runtime.Network;
import io.leat.log.runtime.NetworkException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Connects to a broker's first listener: only where the machine answers that nobody listens is the
 * process gone for certain. Owned by the controller's loop.
 */
public final class ConnectingProbe implements LivenessProbe {

    private final Network network;
    private final EventLoop loop;

    public ConnectingProbe(Network network, EventLoop loop) {
        this.network = network;
        this.loop = loop;
    }

    @Override
    public void probe(BrokerImage broker, Runnable dead) {
        for (BrokerImage.Listener listener : broker.listeners()) {
            if (listener.port() != 0 && !listener.host().isEmpty()) {
                connect(new Endpoint(listener.host(), listener.port()), dead);
                return;
            }
        }
    }

    private void connect(Endpoint endpoint, Runnable dead) {
        network.connect(endpoint, loop, FrameLimits.DEFAULT, opened -> new Deaf())
                .whenComplete(
                        (connection, failure) -> {
                            if (connection != null) {
                                loop.execute(connection::close);
                            } else if (refused(failure)) {
                                loop.execute(dead);
                            }
                        });
    }

    private static boolean refused(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof NetworkException network && network.isRefused();
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
