package io.leat.log.broker.peer;

import io.leat.log.protocol.ApiMessage;
import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Network;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Sends requests to other nodes, over one connection to each. Owned by one loop; whoever needs a
 * connection of his own, so that nobody's long poll stands before his request, makes his own.
 *
 * <p>A request is tried once: who sends it decides whether and when to send it again.
 */
public final class Peers {

    private final Network network;
    private final EventLoop loop;
    private final String clientId;
    private final KnownVersions known;
    private final Map<Endpoint, PeerChannel> channels = new LinkedHashMap<>();
    private Consumer<Endpoint> onDisconnected = endpoint -> {};

    /**
     * @param clientId what this node calls itself in requests
     */
    public Peers(Network network, EventLoop loop, String clientId) {
        this(network, loop, clientId, new KnownVersions());
    }

    /**
     * @param known what this loop knows of other nodes, shared with others on it
     */
    public Peers(Network network, EventLoop loop, String clientId, KnownVersions known) {
        this.known = known;
        this.network = network;
        this.loop = loop;
        this.clientId = clientId;
    }

    /**
     * Sends {@code request}; requests to one endpoint are answered in order.
     *
     * @param version of the request; if the other node does not serve it, an older one that says
     *     the same is sent
     * @param timeoutMs how long to wait for the answer, connecting included; when it is over the
     *     connection is closed, with all that waits on it
     */
    public <R extends ApiMessage> void send(
            Endpoint to,
            ApiMessage request,
            int version,
            long timeoutMs,
            PeerCallback<R> callback) {
        loop.checkInLoop();
        PeerChannel channel =
                channels.computeIfAbsent(
                        to,
                        endpoint ->
                                new PeerChannel(
                                        network,
                                        loop,
                                        endpoint,
                                        clientId,
                                        known,
                                        () -> onDisconnected.accept(endpoint)));
        channel.send(new PeerCall<>(request, version, loop.clock().millis() + timeoutMs, callback));
    }

    /** Calls {@code listener}, on the loop, as soon as an open connection breaks. One listener. */
    public void onDisconnected(Consumer<Endpoint> listener) {
        onDisconnected = listener;
    }

    /** Closes the connection to {@code endpoint}, if there is one; what waits on it fails. */
    public void disconnect(Endpoint endpoint) {
        loop.checkInLoop();
        PeerChannel channel = channels.remove(endpoint);
        if (channel != null) {
            channel.close();
        }
    }

    /** Closes all connections; what waits on them fails. */
    public void close() {
        loop.checkInLoop();
        List<PeerChannel> open = new ArrayList<>(channels.values());
        channels.clear();
        open.forEach(PeerChannel::close);
    }
}
