package io.leat.clients.producer;

import io.leat.common.errors.InterruptException;
import io.leat.log.runtime.Clock;
import io.leat.log.runtime.Threads;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The memory of {@code buffer.memory} for batches. Arrays of the usual size are kept for reuse; who
 * asks while it is full waits in line. Guarded by its monitor, used by sending threads and the
 * loop.
 */
final class BufferPool {

    private static final class Waiter {

        final int size;
        final Threads.Signal signal;
        boolean granted;

        Waiter(int size, Threads.Signal signal) {
            this.size = size;
            this.signal = signal;
        }
    }

    private final long total;
    private final int pooledSize;
    private final Threads threads;
    private final Clock clock;
    private final Deque<byte[]> free = new ArrayDeque<>();
    private final Deque<Waiter> waiters = new ArrayDeque<>();

    /** Bytes nobody has, those of {@link #free} included. */
    private long available;

    private boolean closed;

    BufferPool(long total, int pooledSize, Threads threads, Clock clock) {
        this.total = total;
        this.pooledSize = pooledSize;
        this.threads = threads;
        this.clock = clock;
        this.available = total;
    }

    /** An array of at least {@code size} bytes; blocks up to {@code maxBlockMs} for room. */
    byte[] allocate(int size, long maxBlockMs) {
        int bytes = Math.max(size, pooledSize);
        if (bytes > total) {
            throw new IllegalArgumentException(
                    "A batch of "
                            + bytes
                            + " bytes does not fit into buffer.memory of "
                            + total
                            + " bytes");
        }
        Waiter waiter;
        synchronized (this) {
            if (waiters.isEmpty() && available >= bytes) {
                available -= bytes;
                return take(bytes);
            }
            waiter = new Waiter(bytes, threads.signal());
            waiters.add(waiter);
        }
        await(waiter, clock.millis() + maxBlockMs, maxBlockMs);
        synchronized (this) {
            return take(bytes);
        }
    }

    private byte[] take(int bytes) {
        byte[] pooled = bytes == pooledSize ? free.poll() : null;
        return pooled == null ? new byte[bytes] : pooled;
    }

    private void await(Waiter waiter, long deadlineMs, long maxBlockMs) {
        boolean interrupted = false;
        while (true) {
            synchronized (this) {
                if (waiter.granted && !interrupted) {
                    return;
                }
                if (interrupted || closed || clock.millis() >= deadlineMs) {
                    withdraw(waiter);
                    if (interrupted) {
                        throw new InterruptException("interrupted while waiting for buffer memory");
                    }
                    if (closed) {
                        throw new IllegalStateException("The producer was closed");
                    }
                    throw new BufferExhaustedException(
                            "No room for "
                                    + waiter.size
                                    + " bytes within max.block.ms of "
                                    + maxBlockMs
                                    + " ms: "
                                    + available
                                    + " bytes of buffer.memory are free");
                }
            }
            try {
                waiter.signal.await(Math.max(1, deadlineMs - clock.millis()));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }

    private void withdraw(Waiter waiter) {
        waiters.remove(waiter);
        if (waiter.granted) {
            available += waiter.size;
        }
        grant();
    }

    /** Takes an array back; nobody may use it any more. */
    synchronized void release(byte[] buffer) {
        available += buffer.length;
        if (buffer.length == pooledSize) {
            free.push(buffer);
        }
        grant();
    }

    private void grant() {
        Waiter first = waiters.peek();
        while (first != null && available >= first.size) {
            available -= first.size;
            waiters.remove();
            first.granted = true;
            first.signal.raise();
            first = waiters.peek();
        }
    }

    synchronized boolean exhausted() {
        return !waiters.isEmpty();
    }

    synchronized int waiting() {
        return waiters.size();
    }

    synchronized long available() {
        return available;
    }

    long total() {
        return total;
    }

    synchronized void close() {
        closed = true;
        waiters.forEach(waiter -> waiter.signal.raise());
    }
}
