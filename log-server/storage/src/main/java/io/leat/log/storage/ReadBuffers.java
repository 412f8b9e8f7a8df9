package io.leat.log.storage;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Direct memory for reads of files, used again and again: what is read leaves by the socket without
 * a copy. Bounded; whoever comes while all of it is out reads into the heap. Safe from any thread:
 * taken where files are read, given back where the last byte was sent.
 */
public final class ReadBuffers {

    /** Of one buffer: what a consumer asks of one partition, unless told otherwise. */
    private static final int BYTES = 1 << 20;

    private static final int HEAP_BELOW = 16 << 10;
    private static final int COUNT_MAX = 16;

    private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();
    private int made;

    /**
     * A buffer for one read, empty, with its limit at the length asked for.
     *
     * @param release to be run once when it is no longer used; running it again does nothing
     */
    record Lease(ByteBuffer bytes, Runnable release) {}

    Lease take(int length) {
        ByteBuffer buffer = length < HEAP_BELOW || length > BYTES ? null : direct();
        if (buffer == null) {
            return new Lease(ByteBuffer.allocate(length), () -> {});
        }
        AtomicBoolean out = new AtomicBoolean(true);
        Runnable release =
                () -> {
                    if (out.getAndSet(false)) {
                        giveBack(buffer);
                    }
                };
        return new Lease(buffer.slice(0, length), release);
    }

    private synchronized @Nullable ByteBuffer direct() {
        ByteBuffer buffer = free.poll();
        if (buffer == null && made < COUNT_MAX) {
            made++;
            buffer = ByteBuffer.allocateDirect(BYTES);
        }
        return buffer;
    }

    private synchronized void giveBack(ByteBuffer buffer) {
        free.push(buffer);
    }

    /** Buffers that are out. */
    synchronized int taken() {
        return made - free.size();
    }
}
