package io.leat.log.broker;

import io.leat.log.broker.peer.PeerCallback;
import io.leat.log.broker.peer.PeerException;
import io.leat.log.broker.peer.Peers;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ApiMessage;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Frame;
import io.leat.log.runtime.Network;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Requests of this broker to the active controller: in this process if that is where it is, over
 * the wire otherwise. Owned by the first loop, on which answers come; {@link #send} is safe from
 * any.
 *
 * <p>Each is tried once. Whoever gets an error sends again if he still wants it: by then there may
 * be another controller.
 */
public final class ControllerCalls {

    private static final long TIMEOUT_MS = 5_000;

    private final EventLoop loop;
    private final ActiveController controller;
    private final Peers peers;
    private final LocalCalls local;
    private @Nullable Endpoint asked;

    /**
     * @param local how the handlers of a controller on this node are called
     */
    public ControllerCalls(
            Network network,
            EventLoop loop,
            ActiveController controller,
            String clientId,
            LocalCalls local) {
        this.loop = loop;
        this.controller = controller;
        this.peers = new Peers(network, loop, clientId);
        this.local = local;
    }

    /** Sends {@code request} in its newest version; one of both is called. */
    public <R extends ApiMessage> void send(
            ApiMessage request, Consumer<R> answered, Consumer<ErrorCode> failed) {
        if (!loop.inLoop()) {
            loop.execute(() -> send(request, answered, failed));
            return;
        }
        if (controller.isHere()) {
            local.<R>call(request, answered, failed);
            return;
        }
        Endpoint to = controller.endpoint();
        if (to == null) {
            loop.execute(() -> failed.accept(ErrorCode.NOT_CONTROLLER)); // never at once
            return;
        }
        asked = to;
        ApiKey key = request.apiKey();
        peers.send(
                to,
                request,
                VersionRange.of(key).max(),
                TIMEOUT_MS,
                new PeerCallback<R>() {
                    @Override
                    public void answered(R response, Frame frame) {
                        answered.accept(response);
                    }

                    @Override
                    public void failed(PeerException cause) {
                        failed.accept(
                                cause.kind() == PeerException.Kind.LATE
                                        ? ErrorCode.REQUEST_TIMED_OUT
                                        : ErrorCode.NETWORK_EXCEPTION);
                    }
                });
    }

    /**
     * The active controller is elsewhere now: what the one before has not answered fails at once,
     * to be sent to the new one. On the first loop.
     */
    public void controllerMoved() {
        Endpoint before = asked;
        if (before != null && (controller.isHere() || !before.equals(controller.endpoint()))) {
            asked = null;
            peers.disconnect(before);
        }
    }

    /** On the first loop. */
    public void close() {
        peers.close();
    }
}
