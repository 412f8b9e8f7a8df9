package io.leat.log.protocol;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The record batches of one partition inside a message: a sequence of buffer slices, never copied.
 * A request holds one slice of its frame; a fetch response gathers several from the log.
 */
public final class Records {

    /** No batches. */
    public static final Records EMPTY = new Records(List.of(), 0);

    private final List<ByteBuffer> buffers;
    private final int sizeInBytes;

    private Records(List<ByteBuffer> buffers, int sizeInBytes) {
        this.buffers = buffers;
        this.sizeInBytes = sizeInBytes;
    }

    /** The remaining bytes of {@code buffers}, in order. The buffers must not change afterwards. */
    public static Records of(List<ByteBuffer> buffers) {
        int size = 0;
        for (ByteBuffer buffer : buffers) {
            size = Math.addExact(size, buffer.remaining());
        }
        return size == 0 ? EMPTY : new Records(List.copyOf(buffers), size);
    }

    /** The remaining bytes of {@code buffer}. */
    public static Records of(ByteBuffer buffer) {
        return buffer.hasRemaining() ? new Records(List.of(buffer), buffer.remaining()) : EMPTY;
    }

    public int sizeInBytes() {
        return sizeInBytes;
    }

    /** The slices; read them through {@code duplicate()}. */
    public List<ByteBuffer> buffers() {
        return buffers;
    }

    /** All bytes in one buffer: the slice itself when there is one, a copy otherwise. */
    public ByteBuffer toBuffer() {
        if (buffers.size() == 1) {
            return buffers.get(0).duplicate();
        }
        ByteBuffer all = ByteBuffer.allocate(sizeInBytes);
        for (ByteBuffer buffer : buffers) {
            all.put(buffer.duplicate());
        }
        return all.flip();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Records records && toBuffer().equals(records.toBuffer());
    }

    @Override
    public int hashCode() {
        return toBuffer().hashCode();
    }

    @Override
    public String toString() {
        return "Records(" + sizeInBytes + " bytes)";
    }
}
