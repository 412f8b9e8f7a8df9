package io.leat.log.security;

import io.leat.log.runtime.Connection;
import io.leat.log.runtime.ConnectionHandler;
import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.Entropy;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.FrameLimits;
import io.leat.log.runtime.Network;
import io.leat.log.runtime.Tls;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A network on which this side logs in with SASL before anybody gets to see a connection, and again
 * before the login expires (KIP-368). Immutable.
 */
final class LoginNetwork implements Network {

    private final Network carrier;
    private final Mechanism mechanism;
    private final Supplier<CompletionStage<SaslClient>> exchanges;
    private final Entropy entropy;
    private final String clientId;

    LoginNetwork(
            Network carrier,
            Mechanism mechanism,
            Supplier<CompletionStage<SaslClient>> exchanges,
            Entropy entropy,
            String clientId) {
        this.carrier = carrier;
        this.mechanism = mechanism;
        this.exchanges = exchanges;
        this.entropy = entropy;
        this.clientId = clientId;
    }

    @Override
    public void checkKeys(Tls tls) {
        carrier.checkKeys(tls);
    }

    @Override
    public CompletionStage<Listener> listen(
            Endpoint endpoint,
            List<EventLoop> loops,
            FrameLimits limits,
            Function<Connection, ConnectionHandler> acceptor) {
        return carrier.listen(endpoint, loops, limits, acceptor);
    }

    @Override
    public CompletionStage<Connection> connect(
            Endpoint endpoint,
            EventLoop loop,
            FrameLimits limits,
            Function<Connection, ConnectionHandler> handler) {
        CompletableFuture<Connection> result = new CompletableFuture<>();
        LoginConnection[] made = new LoginConnection[1];
        carrier.connect(
                        endpoint,
                        loop,
                        limits,
                        open ->
                                made[0] =
                                        new LoginConnection(
                                                open,
                                                new LoginConnection.Way(
                                                        mechanism, exchanges, entropy, clientId),
                                                handler,
                                                result))
                .whenComplete(
                        (open, failure) -> {
                            if (failure != null) {
                                result.completeExceptionally(failure);
                            } else {
                                made[0].begin();
                            }
                        });
        return result;
    }
}
