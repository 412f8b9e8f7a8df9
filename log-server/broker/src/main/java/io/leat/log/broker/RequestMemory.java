package io.leat.log.broker;

import io.leat.log.runtime.EventLoop;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much memory the requests of all connections may take that came whole and are not answered
 * yet. Safe on every loop.
 *
 * <p>While there is too much, whoever itself has much under way is not read from. Small requests go
 * on: a follower's fetch, for one, is what the large ones of producers wait for.
 */
public final class RequestMemory {

    /** Below this a connection has never to wait. */
    static final int SMALL_BYTES = 64 << 10;

    private record Waiter(EventLoop loop, Runnable resume) {}

    private final long bytesMax;
    private final AtomicLong used = new AtomicLong();
    private final Queue<Waiter> waiting = new ConcurrentLinkedQueue<>();

    /**
     * @param bytesMax how many bytes; if negative, half of what the heap may be
     */
    public RequestMemory(long bytesMax) {
        this.bytesMax = bytesMax < 0 ? Runtime.getRuntime().maxMemory() / 2 : bytesMax;
    }

    public long bytesMax() {
        return bytesMax;
    }

    public long usedBytes() {
        return used.get();
    }

    void take(long bytes) {
        used.addAndGet(bytes);
    }

    /** Gives back what was taken; if there is room again, whoever waits is told. */
    void give(long bytes) {
        if (used.addAndGet(-bytes) < bytesMax) {
            wake();
        }
    }

    private void wake() {
        Waiter waiter;
        while ((waiter = waiting.poll()) != null) {
            waiter.loop.execute(waiter.resume);
        }
    }

    /** Whether a connection with {@code ownBytes} under way has to wait. */
    boolean isFull(long ownBytes) {
        return ownBytes >= SMALL_BYTES && used.get() >= bytesMax;
    }

    /** Runs {@code resume} once on {@code loop} when there is room. */
    void await(EventLoop loop, Runnable resume) {
        waiting.add(new Waiter(loop, resume));
        if (used.get() < bytesMax) {
            wake(); // it was given back in between
        }
    }
}
