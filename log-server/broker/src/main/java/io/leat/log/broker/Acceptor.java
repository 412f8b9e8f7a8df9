package io.leat.log.broker;

import io.leat.log.broker.metrics.LoopMetrics;
import io.leat.log.broker.metrics.NodeMetrics;
import io.leat.log.broker.security.Door;
import io.leat.log.runtime.Connection;
import io.leat.log.runtime.ConnectionHandler;
import io.leat.log.runtime.FrameLimits;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** Makes a handler for every accepted connection. Safe on every loop. */
public final class Acceptor {

    private final RequestDispatcher dispatcher;
    private final Complaints complaints = new Complaints();
    private final NodeMetrics metrics;
    private final SlowRequests slow;
    private final ConnectionRates rates;
    private final FrameLimits limits;
    private final Map<String, Door> doors;
    private final ConnectionLimits connectionLimits;
    private final AtomicLong lastId = new AtomicLong();

    /** By the number of the client, in whose order they are closed. */
    private final Map<Long, Connection> open = new ConcurrentSkipListMap<>();

    /** Where nobody has to show who he is. */
    public Acceptor(Handlers handlers, FrameLimits limits) {
        this(handlers, limits, Map.of(), ConnectionLimits.NONE, SlowRequests.NONE);
    }

    /**
     * @param doors by the names of listeners
     */
    public Acceptor(
            Handlers handlers,
            FrameLimits limits,
            Map<String, Door> doors,
            ConnectionLimits connectionLimits,
            SlowRequests slow) {
        this.rates = new ConnectionRates(connectionLimits, handlers.quotas());
        this.metrics = handlers.metrics();
        this.slow = slow;
        this.dispatcher = new RequestDispatcher(handlers);
        this.limits = limits;
        this.doors = new ConcurrentHashMap<>(doors);
        this.connectionLimits = connectionLimits;
    }

    /** The handler of {@code connection}, which came in on {@code listener}. On its loop. */
    public ConnectionHandler accept(String listener, Connection connection) {
        long id = lastId.incrementAndGet();
        Client client =
                new Client(
                        id, listener, connection.local(), connection.remote(), connection.loop());
        open.put(id, connection);
        LoopMetrics counts = metrics.of(connection.loop());
        counts.connected(listener);
        String host = connection.remote().host();
        boolean room = connectionLimits.enter(listener, host);
        BrokerConnection handler =
                new BrokerConnection(
                        connection,
                        client,
                        dispatcher,
                        complaints,
                        slow,
                        limits.writeHighBytes(),
                        () -> {
                            open.remove(id);
                            counts.disconnected(listener);
                            connectionLimits.leave(listener, host);
                        });
        long now = connection.loop().clock().nanos();
        long owedMs = rates.open(listener, host, now);
        Door door = doors.get(listener);
        if (!room) {
            handler.fail("there are as many connections as the settings allow");
        } else if (owedMs < 0) {
            handler.refuse(-owedMs, "it opens connections faster than its quota allows");
        } else if (door != null) {
            door.admit(client, connection, limits.frameBytesMax());
        }
        handler.mute(owedMs, now);
        return handler;
    }

    /** Who comes in on {@code listener} from now on comes in by {@code door}. */
    public void change(String listener, Door door) {
        doors.put(listener, door);
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
