package io.leat.log.runtime.sim;

import io.leat.log.runtime.Connection;
import io.leat.log.runtime.ConnectionHandler;
import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.FrameLimits;
import io.leat.log.runtime.NetworkException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One end of a simulated connection, owned by its loop. Frames are copied when they leave, not when
 * they are sent, so that a buffer changed before its release corrupts the frame as it would for
 * real.
 */
final class SimConnection implements Connection {

    private final Life life;
    private final SimLoop loop;
    private final Endpoint local;
    private final Endpoint remote;
    private final FrameLimits limits;
    private final ArrayDeque<Outgoing> outgoing = new ArrayDeque<>();
    private final ArrayDeque<Wire.Item> inbox = new ArrayDeque<>();
    private final Runnable drain = this::drain;
    private final Runnable write = this::write;
    private @Nullable Wire out;
    private @Nullable SimConnection peer;
    private @Nullable ConnectionHandler handler;
    private long pendingBytes;
    private long underWay;
    private long lastActivityNanos;
    private boolean aboveHighMark;
    private boolean writeQueued;
    private boolean paused;
    private boolean closed;

    private record Outgoing(ByteBuffer[] parts, Runnable released, int length) {}

    SimConnection(SimLoop loop, Endpoint local, Endpoint remote, FrameLimits limits) {
        this.life = loop.life();
        this.loop = loop;
        this.local = local;
        this.remote = remote;
        this.limits = limits;
        this.lastActivityNanos = life.simulation.nowNanos();
    }

    /** Joins two ends; frames may travel from now on. */
    static void join(SimNetwork network, SimConnection a, SimConnection b) {
        a.out = new Wire(network, a.node(), b);
        b.out = new Wire(network, b.node(), a);
        a.peer = b;
        b.peer = a;
        a.life.connections.add(a);
        b.life.connections.add(b);
    }

    /** Sets the handler; what arrived before is delivered. Called on the loop. */
    void start(ConnectionHandler newHandler) {
        handler = newHandler;
        if (limits.idleMs() > 0) {
            watchIdle();
        }
        drain();
    }

    Life life() {
        return life;
    }

    SimNode node() {
        return life.node;
    }

    @Nullable Wire wire() {
        return out;
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public Endpoint remote() {
        return remote;
    }

    @Override
    public Endpoint local() {
        return local;
    }

    @Override
    public void send(ByteBuffer[] parts, Runnable released) {
        life.accepts();
        loop.checkInLoop();
        if (closed) {
            loop.execute(released);
            return;
        }
        int length = 0;
        for (ByteBuffer part : parts) {
            length += part.remaining();
        }
        outgoing.add(new Outgoing(parts, released, length));
        pendingBytes += length + 4L;
        aboveHighMark |= pendingBytes > limits.writeHighBytes();
        queueWrite();
    }

    private void queueWrite() {
        if (!writeQueued && !closed && !outgoing.isEmpty() && underWay < Wire.WINDOW_BYTES) {
            writeQueued = true;
            loop.atEndOfTask(write);
        }
    }

    private void write() {
        writeQueued = false;
        while (!closed && !outgoing.isEmpty() && underWay < Wire.WINDOW_BYTES) {
            Outgoing frame = outgoing.remove();
            byte[] bytes = new byte[frame.length];
            ByteBuffer target = ByteBuffer.wrap(bytes);
            for (ByteBuffer part : frame.parts) {
                target.put(part.duplicate());
            }
            underWay += frame.length + 4L;
            pendingBytes -= frame.length + 4L;
            lastActivityNanos = life.simulation.nowNanos();
            if (out != null) {
                out.put(bytes, null);
            }
            frame.released.run();
        }
        if (aboveHighMark && pendingBytes < limits.writeHighBytes() / 2) {
            aboveHighMark = false;
            if (handler != null && !closed) {
                handler.onWritable();
            }
        }
    }

    @Override
    public long pendingBytes() {
        return pendingBytes;
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        if (paused) {
            paused = false;
            loop.execute(drain);
        }
    }

    /** Something came over the wire. Runs in a network event of this end's life. */
    void arrived(Wire.Item item) {
        lastActivityNanos = life.simulation.nowNanos();
        inbox.add(item);
        loop.bring(drain);
    }

    private void drain() {
        while (handler != null && !paused && !closed && !inbox.isEmpty()) {
            Wire.Item item = inbox.remove();
            if (item.bytes() == null) {
                end(item.cause());
            } else if (item.bytes().length > limits.frameBytesMax()) {
                shut(new NetworkException("frame of " + item.bytes().length + " bytes"));
            } else {
                if (peer != null) {
                    peer.delivered(item.bytes().length + 4L);
                }
                handler.onFrame(new SimFrame(life, item.bytes()));
            }
        }
    }

    private void delivered(long bytes) {
        underWay -= bytes;
        if (life.alive() && !closed) {
            queueWrite();
        }
    }

    private void watchIdle() {
        long idleForMs = (life.simulation.nowNanos() - lastActivityNanos) / 1_000_000L;
        loop.schedule(
                limits.idleMs() - idleForMs,
                () -> {
                    long silentNanos = life.simulation.nowNanos() - lastActivityNanos;
                    if (closed) {
                        return;
                    }
                    if (silentNanos >= limits.idleMs() * 1_000_000L) {
                        shut(new NetworkException("idle for " + limits.idleMs() + " ms"));
                    } else {
                        watchIdle();
                    }
                });
    }

    @Override
    public void close() {
        life.accepts();
        loop.checkInLoop();
        shut(null);
    }

    private void shut(@Nullable Throwable cause) {
        if (!closed && out != null) {
            out.put(null, null);
        }
        end(cause);
    }

    /** This end is over; the handler hears of it in its own turn of the loop. */
    private void end(@Nullable Throwable cause) {
        if (closed) {
            return;
        }
        closed = true;
        life.connections.remove(this);
        inbox.clear();
        loop.execute(
                () -> {
                    pendingBytes = 0;
                    while (!outgoing.isEmpty()) {
                        outgoing.remove().released.run();
                    }
                    if (handler != null) {
                        handler.onClosed(cause);
                    }
                });
    }

    /** Both directions are reset at once: what was under way is lost, both ends hear of it. */
    void reset() {
        NetworkException cause = new NetworkException("connection reset");
        SimConnection other = peer;
        if (out != null) {
            out.clear();
        }
        end(cause);
        if (other != null && other.life.alive()) {
            if (other.out != null) {
                other.out.clear();
            }
            other.end(cause);
        }
    }

    /** The process of this end has died: the peer gets what was written, and then a reset. */
    void processEnded() {
        closed = true;
        if (out != null) {
            out.put(null, new NetworkException("connection reset"));
        }
    }
}
