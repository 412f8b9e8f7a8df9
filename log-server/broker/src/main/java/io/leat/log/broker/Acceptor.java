package io.leat.log.broker;

import io.leat.log.runtime.Connection;
import io.leat.log.runtime.ConnectionHandler;
import io.leat.log.runtime.FrameLimits;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** Makes a handler for every accepted connection. Safe on every loop. */
public final class Acceptor {

    private final RequestDispatcher dispatcher;
    private final Complaints complaints = new Complaints();
    private final FrameLimits limits;
    private final AtomicLong lastId = new AtomicLong();

    /** By the number of the client, in whose order they are closed. */
    private final Map<Long, Connection> open = new ConcurrentSkipListMap<>();

    public Acceptor(Handlers handlers, FrameLimits limits) {
        this.dispatcher = new RequestDispatcher(handlers);
        this.limits = limits;
    }

    /** The handler of {@code connection}, which came in on {@code listener}. On its loop. */
    public ConnectionHandler accept(String listener, Connection connection) {
        long id = lastId.incrementAndGet();
        Client client =
                new Client(
                        id, listener, connection.local(), connection.remote(), connection.loop());
        open.put(id, connection);
        return new BrokerConnection(
                connection,
                client,
                dispatcher,
                complaints,
                limits.writeHighBytes(),
                () -> open.remove(id));
    }

    /** Connections that are open. */
    public int size() {
        return open.size();
    }

    /** Closes all connections, each on its loop. */
    public void closeAll() {
        for (Connection connection : open.values()) {
            connection.loop().execute(connection::close);
        }
    }
}
