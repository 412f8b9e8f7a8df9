package io.leat.log.runtime.sim;

import io.leat.log.runtime.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The network between the nodes of a simulation. Connections are ordered streams: they delay, stall
 * and break, but never reorder, lose or repeat a frame.
 */
public final class SimNetwork {

    private final Simulation simulation;
    private final SimEntropy entropy;
    private final TreeMap<String, SimListener> listeners = new TreeMap<>();
    private final Map<String, Latency> latencies = new HashMap<>();
    private final Set<String> blocked = new HashSet<>();
    private final TreeSet<String> refusing = new TreeSet<>();
    private Latency latency = Latency.RACK;
    private int nextPort = 30_000;

    SimNetwork(Simulation simulation, SimEntropy entropy) {
        this.simulation = simulation;
        this.entropy = entropy;
    }

    // ---- what a test does to it ----

    /** The latency of every link that has none of its own. */
    public void latency(Latency newLatency) {
        latency = newLatency;
    }

    /** The latency from {@code from} to {@code to}. */
    public void latency(String from, String to, Latency newLatency) {
        latencies.put(link(from, to), newLatency);
    }

    /** Every link has the general latency again. */
    public void sameLatencies() {
        latencies.clear();
    }

    /** Nothing passes between {@code a} and {@code b} in either direction; connections stall. */
    public void partition(String a, String b) {
        partitionOneWay(a, b);
        partitionOneWay(b, a);
    }

    /** Nothing passes from {@code from} to {@code to}; the other direction works. */
    public void partitionOneWay(String from, String to) {
        blocked.add(link(from, to));
    }

    /** Ends all partitions; what was stalled goes on. */
    public void heal() {
        blocked.clear();
        connections().forEach(SimNetwork::kick);
    }

    /** Ends the partition between {@code a} and {@code b}. */
    public void heal(String a, String b) {
        blocked.remove(link(a, b));
        blocked.remove(link(b, a));
        connections().forEach(SimNetwork::kick);
    }

    /** Resets every connection between {@code a} and {@code b}. */
    public void breakConnections(String a, String b) {
        for (SimConnection connection : connections()) {
            Wire wire = connection.wire();
            if (wire != null && (wire.links(a, b) || wire.links(b, a))) {
                connection.reset();
            }
        }
    }

    /** Makes {@code node} refuse new connections, or accept them again. */
    public void refuse(String node, boolean refuses) {
        if (refuses) {
            refusing.add(node);
        } else {
            refusing.remove(node);
        }
    }

    // ---- for the bindings ----

    Simulation simulation() {
        return simulation;
    }

    boolean blocked(SimNode from, SimNode to) {
        return !blocked.isEmpty() && blocked.contains(link(from.name(), to.name()));
    }

    /** As above, for a wire that knows the name of its link. */
    boolean blocked(String link) {
        return !blocked.isEmpty() && blocked.contains(link);
    }

    long drawLatency(SimNode from, SimNode to) {
        return drawLatency(from, to, link(from.name(), to.name()));
    }

    long drawLatency(SimNode from, SimNode to, String link) {
        if (from == to) {
            return Latency.LOCAL.draw(entropy);
        }
        Latency own = latencies.isEmpty() ? null : latencies.get(link);
        return (own == null ? latency : own).draw(entropy);
    }

    boolean refuses(SimNode node) {
        return refusing.contains(node.name());
    }

    /** A port nobody of {@code node} listens on. */
    int freePort(SimNode node) {
        int port = nextPort++;
        while (listener(node, port) != null) {
            port = nextPort++;
        }
        return port;
    }

    void add(SimListener listener) {
        listeners.put(key(listener.life().node, listener.endpoint().port()), listener);
    }

    void remove(SimListener listener) {
        listeners.remove(key(listener.life().node, listener.endpoint().port()), listener);
    }

    @Nullable SimListener listener(SimNode node, int port) {
        return listeners.get(key(node, port));
    }

    /** The node that {@code host} means to {@code from}; null when there is none. */
    @Nullable SimNode resolve(SimNode from, String host) {
        return switch (host) {
            case "localhost", "127.0.0.1", "0.0.0.0", "::1", "::", "" -> from;
            default -> simulation.find(host);
        };
    }

    void processEnded(Life life) {
        listeners.values().removeIf(listener -> listener.life() == life);
        new ArrayList<>(life.connections).forEach(SimConnection::processEnded);
    }

    static SimLoop simulated(EventLoop loop) {
        if (loop instanceof SimLoop simulated) {
            return simulated;
        }
        throw new IllegalArgumentException(loop + " is not a loop of this simulation");
    }

    private List<SimConnection> connections() {
        List<SimConnection> all = new ArrayList<>();
        simulation.nodes().forEach(node -> all.addAll(node.life().connections));
        return all;
    }

    private static void kick(SimConnection connection) {
        if (connection.wire() != null) {
            connection.wire().kick();
        }
    }

    static String link(String from, String to) {
        return from + ">" + to;
    }

    private static String key(SimNode node, int port) {
        return node.name() + ":" + port;
    }
}
