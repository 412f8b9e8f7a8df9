package io.leat.log.storage;

import io.leat.log.runtime.Frame;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest batches of all partitions of a shard, kept as the frames they came in, so that readers
 * at the tail never touch a file. Bounded by bytes: the oldest go first. Owned by the shard's loop.
 */
public final class TailCache {

    /** A batch that is kept. */
    static final class Kept {
        final long baseOffset;
        final long nextOffset;
        final ByteBuffer bytes;
        final Memory memory;
        final ArrayDeque<Kept> owner;

        Kept(
                long baseOffset,
                long nextOffset,
                ByteBuffer bytes,
                Memory memory,
                ArrayDeque<Kept> owner) {
            this.baseOffset = baseOffset;
            this.nextOffset = nextOffset;
            this.bytes = bytes;
            this.memory = memory;
            this.owner = owner;
        }

        @Nullable Frame frame() {
            return memory.frame;
        }
    }

    /** What holds the bytes of one batch, or of several that came in one frame. */
    private static final class Memory {
        final @Nullable Frame frame;
        final int size;
        int batches;

        Memory(@Nullable Frame frame, int size) {
            this.frame = frame;
            this.size = size;
        }
    }

    private final long bytesMax;
    private final ArrayDeque<Kept> order = new ArrayDeque<>();
    private @Nullable Memory newest;
    private long bytes;

    /**
     * @param bytesMax most bytes of batches to keep; 0 keeps none
     */
    public TailCache(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Bytes of memory held: of a frame all, even if only some of its batches are kept. */
    public long bytes() {
        return bytes;
    }

    /** Keeps a batch; uncopied if it is in a frame, which then stays as long as its batches. */
    void keep(
            ArrayDeque<Kept> owner, long base, long next, ByteBuffer batch, @Nullable Frame frame) {
        Memory memory = newest;
        boolean shared = frame != null && memory != null && memory.frame == frame;
        int size = frame == null ? batch.remaining() : frame.bytes().limit();
        if (size > bytesMax) {
            drop(owner);
            return;
        }
        ByteBuffer kept;
        if (frame == null) {
            kept = ByteBuffer.allocate(size).put(batch.duplicate()).flip();
        } else {
            kept = batch.slice();
        }
        if (memory == null || !shared) {
            memory = hold(frame, size);
        }
        memory.batches++;
        Kept entry = new Kept(base, next, kept, memory, owner);
        owner.add(entry);
        order.add(entry);
        while (bytes > bytesMax) {
            Kept oldest = order.remove();
            oldest.owner.remove();
            let(oldest);
        }
    }

    private Memory hold(@Nullable Frame frame, int size) {
        if (frame != null) {
            frame.retain();
        }
        Memory memory = new Memory(frame, size);
        newest = memory;
        bytes += size;
        return memory;
    }

    /** What is kept from {@code offset} on; found from the newest, where most readers are. */
    private static Iterable<Kept> from(ArrayDeque<Kept> owner, long offset) {
        ArrayDeque<Kept> from = new ArrayDeque<>();
        for (Iterator<Kept> newest = owner.descendingIterator(); newest.hasNext(); ) {
            Kept kept = newest.next();
            if (kept.nextOffset <= offset) {
                break;
            }
            from.addFirst(kept);
        }
        return from;
    }

    /** Batches of one partition from {@code offset} on; null if it is not kept any more. */
    static @Nullable LogRead read(
            ArrayDeque<Kept> tail, long offset, long bound, int maxBytes, boolean atLeastOne) {
        Kept oldest = tail.peekFirst();
        if (oldest == null || oldest.baseOffset > offset) {
            return null;
        }
        List<ByteBuffer> found = new ArrayList<>();
        List<Frame> held = new ArrayList<>();
        int bytes = 0;
        long next = offset;
        for (Kept kept : from(tail, offset)) {
            int size = kept.bytes.remaining();
            boolean fits = (long) bytes + size <= maxBytes || atLeastOne && found.isEmpty();
            if (kept.baseOffset >= bound || !fits) {
                break;
            }
            found.add(kept.bytes.duplicate());
            bytes += size;
            next = kept.nextOffset;
            Frame frame = kept.frame();
            if (frame != null) {
                frame.retain();
                held.add(frame);
            }
        }
        return new LogRead(found, bytes, next, () -> held.forEach(Frame::release));
    }

    /** Lets go of everything of one partition. */
    void drop(ArrayDeque<Kept> owner) {
        for (Kept kept : owner) {
            order.remove(kept);
            let(kept);
        }
        owner.clear();
    }

    /** Lets go of the batches of one partition that end at {@code offset} or before. */
    void dropBelow(ArrayDeque<Kept> owner, long offset) {
        Kept oldest;
        while ((oldest = owner.peekFirst()) != null && oldest.nextOffset <= offset) {
            owner.remove();
            order.remove(oldest);
            let(oldest);
        }
    }

    /** Lets go of the batches of one partition that end behind {@code offset}. */
    void dropFrom(ArrayDeque<Kept> owner, long offset) {
        Kept last;
        while ((last = owner.peekLast()) != null && last.nextOffset > offset) {
            owner.removeLast();
            order.remove(last);
            let(last);
        }
    }

    private void let(Kept kept) {
        Memory memory = kept.memory;
        if (--memory.batches > 0) {
            return;
        }
        bytes -= memory.size;
        if (memory == newest) {
            newest = null;
        }
        if (memory.frame != null) {
            memory.frame.release();
        }
    }
}
