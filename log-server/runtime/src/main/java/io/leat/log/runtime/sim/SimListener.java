package io.leat.log.runtime.sim;

import io.leat.log.runtime.Connection;
import io.leat.log.runtime.ConnectionHandler;
import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.FrameLimits;
import io.leat.log.runtime.Network;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A simulated listening socket; connections go to its loops in turn. */
final class SimListener implements Network.Listener {

    private final SimNetwork network;
    private final Life life;
    private final Endpoint endpoint;
    private final List<SimLoop> loops;
    private final FrameLimits limits;
    private final Function<Connection, ConnectionHandler> acceptor;
    private int next;

    SimListener(
            SimNetwork network,
            Life life,
            Endpoint endpoint,
            List<SimLoop> loops,
            FrameLimits limits,
            Function<Connection, ConnectionHandler> acceptor) {
        this.network = network;
        this.life = life;
        this.endpoint = endpoint;
        this.loops = loops;
        this.limits = limits;
        this.acceptor = acceptor;
    }

    Life life() {
        return life;
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    /** The server's end of a new connection; its handler is made in a turn of its loop. */
    SimConnection accept(Endpoint local, Endpoint remote) {
        SimLoop loop = loops.get(next++ % loops.size());
        SimConnection connection = new SimConnection(loop, local, remote, limits);
        loop.execute(() -> connection.start(acceptor.apply(connection)));
        return connection;
    }

    @Override
    public CompletionStage<Void> close() {
        network.remove(this);
        CompletableFuture<Void> closed = new CompletableFuture<>();
        closed.complete(null);
        return closed;
    }
}
