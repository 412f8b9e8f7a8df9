package io.leat.log.runtime.sim;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a connection: ordered, delayed, stopped while its link is partitioned. What was
 * put on it arrives also when the sender has died meanwhile.
 */
final class Wire {

    /** Bytes that may be under way before the sender has to wait, as a socket buffer. */
    static final long WINDOW_BYTES = 256 << 10;

    private final SimNetwork network;
    private final SimNode from;
    private final SimConnection to;
    private final String link;
    private final ArrayDeque<Item> items = new ArrayDeque<>();
    private final Runnable arrive = this::arrive;
    private long lastArrival;
    private boolean scheduled;

    /** A frame, or the end of the stream when {@code bytes} is null. */
    record Item(byte @Nullable [] bytes, @Nullable Throwable cause, long readyAtNanos) {}

    Wire(SimNetwork network, SimNode from, SimConnection to) {
        this.network = network;
        this.from = from;
        this.to = to;
        this.link = SimNetwork.link(from.name(), to.node().name());
    }

    boolean links(String a, String b) {
        return from.name().equals(a) && to.node().name().equals(b);
    }

    void put(byte @Nullable [] bytes, @Nullable Throwable cause) {
        long at = network.simulation().nowNanos() + network.drawLatency(from, to.node(), link);
        lastArrival = Math.max(at, lastArrival + 1);
        items.add(new Item(bytes, cause, lastArrival));
        kick();
    }

    /** Lets the next item travel, if nothing holds it. Called again when a partition heals. */
    void kick() {
        Item head = items.peek();
        if (scheduled || head == null || network.blocked(link)) {
            return;
        }
        scheduled = true;
        long delay = head.readyAtNanos - network.simulation().nowNanos();
        network.simulation().schedule(Event.Kind.NETWORK, to.life(), Math.max(0, delay), arrive);
    }

    private void arrive() {
        scheduled = false;
        Item item = items.peek();
        if (item != null && !network.blocked(link)) {
            items.remove();
            to.arrived(item);
            kick();
        }
    }

    void clear() {
        items.clear();
    }
}
