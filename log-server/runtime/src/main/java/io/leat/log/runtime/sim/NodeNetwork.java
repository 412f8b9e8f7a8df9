package io.leat.log.runtime.sim;

import io.leat.log.runtime.Connection;
import io.leat.log.runtime.ConnectionHandler;
import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.FrameLimits;
import io.leat.log.runtime.Network;
import io.leat.log.runtime.NetworkException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The {@link Network} port of one life of a node. */
final class NodeNetwork implements Network {

    private static final long CONNECT_TIMEOUT_NANOS = 10_000_000_000L;

    private final Life life;

    NodeNetwork(Life life) {
        this.life = life;
    }

    @Override
    public CompletionStage<Listener> listen(
            Endpoint endpoint,
            List<EventLoop> loops,
            FrameLimits limits,
            Function<Connection, ConnectionHandler> acceptor) {
        CompletableFuture<Listener> result = new CompletableFuture<>();
        if (!life.accepts()) {
            return result;
        }
        SimNetwork network = life.simulation.network();
        if (network.resolve(life.node, endpoint.host()) != life.node) {
            result.completeExceptionally(
                    new NetworkException("cannot listen on " + endpoint + ": no such address"));
            return result;
        }
        int port = endpoint.port() == 0 ? network.freePort(life.node) : endpoint.port();
        if (network.listener(life.node, port) != null) {
            result.completeExceptionally(
                    new NetworkException("cannot listen on " + endpoint + ": port in use"));
            return result;
        }
        SimListener listener =
                new SimListener(
                        network,
                        life,
                        new Endpoint(endpoint.host(), port),
                        loops.stream().map(SimNetwork::simulated).toList(),
                        limits,
                        acceptor);
        network.add(listener);
        result.complete(listener);
        return result;
    }

    @Override
    public CompletionStage<Connection> connect(
            Endpoint endpoint,
            EventLoop loop,
            FrameLimits limits,
            Function<Connection, ConnectionHandler> handler) {
        CompletableFuture<Connection> result = new CompletableFuture<>();
        if (life.accepts()) {
            new Attempt(endpoint, SimNetwork.simulated(loop), limits, handler, result).begin();
        }
        return result;
    }

    /** One attempt to connect: a packet there, a packet back, or silence. */
    private final class Attempt {

        private final SimNetwork network = life.simulation.network();
        private final Endpoint endpoint;
        private final SimLoop loop;
        private final FrameLimits limits;
        private final Function<Connection, ConnectionHandler> handler;
        private final CompletableFuture<Connection> result;

        Attempt(
                Endpoint endpoint,
                SimLoop loop,
                FrameLimits limits,
                Function<Connection, ConnectionHandler> handler,
                CompletableFuture<Connection> result) {
            this.endpoint = endpoint;
            this.loop = loop;
            this.limits = limits;
            this.handler = handler;
            this.result = result;
        }

        void begin() {
            SimNode target = network.resolve(life.node, endpoint.host());
            if (target == null) {
                fail(100_000, new NetworkException(failed("unknown host")));
                return;
            }
            life.simulation.schedule(
                    Event.Kind.NETWORK,
                    null,
                    network.drawLatency(life.node, target),
                    () -> reached(target));
        }

        private void reached(SimNode target) {
            long back = network.drawLatency(target, life.node);
            if (network.blocked(life.node, target) || network.blocked(target, life.node)) {
                fail(CONNECT_TIMEOUT_NANOS, new NetworkException(failed("timed out")));
                return;
            }
            SimListener listener = network.listener(target, endpoint.port());
            if (listener == null || network.refuses(target)) {
                fail(back, NetworkException.refused(failed("connection refused")));
                return;
            }
            if (!life.alive()) {
                return;
            }
            Endpoint local = new Endpoint(life.node.name(), network.freePort(life.node));
            Endpoint served = new Endpoint(target.name(), endpoint.port());
            SimConnection mine = new SimConnection(loop, local, endpoint, limits);
            SimConnection theirs = listener.accept(served, local);
            SimConnection.join(network, mine, theirs);
            life.simulation.schedule(
                    Event.Kind.NETWORK,
                    life,
                    back,
                    () ->
                            loop.execute(
                                    () -> {
                                        mine.start(handler.apply(mine));
                                        result.complete(mine);
                                    }));
        }

        private String failed(String why) {
            return "cannot connect to " + endpoint + ": " + why;
        }

        private void fail(long delayNanos, NetworkException cause) {
            life.simulation.schedule(
                    Event.Kind.NETWORK,
                    life,
                    delayNanos,
                    () -> loop.execute(() -> result.completeExceptionally(cause)));
        }
    }
}
