package io.leat.log.testkit.live;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the network between nodes and clients does to what passes the relays. Safe from any thread.
 *
 * <p>Ends of wires are "1", "2", ... for nodes and {@link #CLIENTS} for all clients. A silent wire
 * keeps what is sent until it is healed, as a network does that drops packets which TCP sends
 * again.
 */
final class Wires {

    static final String CLIENTS = "clients";

    /** From one end to the other, in this direction only. */
    record Wire(String from, String to) {}

    private final Set<Wire> silent = new HashSet<>();
    private final Set<Wire> refusing = new HashSet<>();
    private final Map<Wire, Long> delays = new HashMap<>();
    private final List<RelayedConnection> connections = new ArrayList<>();

    /** Nothing passes from {@code from} to {@code to} any more, and nobody is told. */
    synchronized void silence(String from, String to) {
        silent.add(new Wire(from, to));
    }

    /** Connections of {@code from} to {@code to} break, new ones too. */
    synchronized void refuse(String from, String to) {
        refusing.add(new Wire(from, to));
        cut(from, to);
    }

    /** What passes from {@code from} to {@code to} takes so much longer. */
    synchronized void delay(String from, String to, long ms) {
        delays.put(new Wire(from, to), ms);
    }

    /** Breaks the open connections that {@code from} made to {@code to}. */
    synchronized void cut(String from, String to) {
        for (RelayedConnection each : List.copyOf(connections)) {
            if (each.from().equals(from) && each.to().equals(to)) {
                each.reset();
            }
        }
    }

    /** Breaks all connections that node {@code end} made or took. */
    synchronized void cutAll(String end) {
        for (RelayedConnection each : List.copyOf(connections)) {
            if (each.from().equals(end) || each.to().equals(end)) {
                each.reset();
            }
        }
    }

    /** The network is whole again. */
    synchronized void heal() {
        silent.clear();
        refusing.clear();
        delays.clear();
        notifyAll();
    }

    /**
     * Returns when a piece may pass.
     *
     * @return whether the connection is still there
     */
    synchronized boolean pass(RelayedConnection connection, Wire wire) throws InterruptedException {
        while (silent.contains(wire) && connection.open()) {
            wait();
        }
        return connection.open();
    }

    synchronized long delayMs(Wire wire) {
        return delays.getOrDefault(wire, 0L);
    }

    /** Whether a new connection is taken; it is broken by later faults then. */
    synchronized boolean take(RelayedConnection connection) {
        if (refusing.contains(new Wire(connection.from(), connection.to()))) {
            return false;
        }
        connections.add(connection);
        return true;
    }

    synchronized void ended(RelayedConnection connection) {
        connections.remove(connection);
        notifyAll();
    }
}
