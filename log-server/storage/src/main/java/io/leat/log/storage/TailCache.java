package io.leat.log.storage;

import io.leat.log.runtime.Frame;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The newest batches of all partitions of a shard, kept as the frames they came in, so that readers
 * at the tail never touch a file. Bounded by bytes: the oldest go first. Owned by the shard's loop.
 */
public final class TailCache {

    /** A batch that is kept: its bytes, and the frame that holds them if they were not copied. */
    static final class Kept {
        final long baseOffset;
        final long nextOffset;
        final ByteBuffer bytes;
        final @Nullable Frame frame;
        final ArrayDeque<Kept> owner;

        Kept(
                long baseOffset,
                long nextOffset,
                ByteBuffer bytes,
                @Nullable Frame frame,
                ArrayDeque<Kept> owner) {
            this.baseOffset = baseOffset;
            this.nextOffset = nextOffset;
            this.bytes = bytes;
            this.frame = frame;
            this.owner = owner;
        }
    }

    private final long bytesMax;
    private final ArrayDeque<Kept> order = new ArrayDeque<>();
    private long bytes;

    /**
     * @param bytesMax most bytes of batches to keep; 0 keeps none
     */
    public TailCache(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Bytes of batches kept. */
    public long bytes() {
        return bytes;
    }

    /**
     * Keeps a batch. A small part of a large frame is copied, so that it does not hold the rest.
     */
    void keep(
            ArrayDeque<Kept> owner, long base, long next, ByteBuffer batch, @Nullable Frame frame) {
        int size = batch.remaining();
        if (size > bytesMax) {
            drop(owner);
            return;
        }
        Kept kept;
        if (frame != null && frame.bytes().remaining() <= size * 2L) {
            frame.retain();
            kept = new Kept(base, next, batch.slice(), frame, owner);
        } else {
            ByteBuffer copy = ByteBuffer.allocate(size).put(batch.duplicate()).flip();
            kept = new Kept(base, next, copy, null, owner);
        }
        owner.add(kept);
        order.add(kept);
        bytes += size;
        while (bytes > bytesMax) {
            Kept oldest = order.remove();
            oldest.owner.remove();
            let(oldest);
        }
    }

    /** Lets go of everything of one partition. */
    void drop(ArrayDeque<Kept> owner) {
        for (Kept kept : owner) {
            order.remove(kept);
            let(kept);
        }
        owner.clear();
    }

    private void let(Kept kept) {
        bytes -= kept.bytes.remaining();
        if (kept.frame != null) {
            kept.frame.release();
        }
    }
}
