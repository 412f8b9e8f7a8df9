package io.leat.log.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the bytes of one socket into frames. Owned by the connection's loop.
 *
 * <p>Memory grows with what has arrived, never with the length a peer declares. A frame that came
 * whole and fills most of its receive buffer is a slice of it; others are copied once.
 */
final class FrameAssembler {

    private static final int FIRST_ALLOCATION_MAX = 64 << 10;

    private final ByteBufAllocator allocator;
    private final int frameBytesMax;
    private int prefix;
    private int prefixBytes;
    private int length = -1;
    private @Nullable ByteBuf partial;

    /** The declared length of a frame is negative or above the limit. */
    static final class BadLengthException extends Exception {

        private static final long serialVersionUID = 1L;

        BadLengthException(int length, int max) {
            super("frame length " + length + " is not in 0.." + max);
        }
    }

    FrameAssembler(ByteBufAllocator allocator, int frameBytesMax) {
        this.allocator = allocator;
        this.frameBytesMax = frameBytesMax;
    }

    /** Takes bytes from {@code in} up to the end of one frame; null when it needs more. */
    @Nullable ByteBuf next(ByteBuf in) throws BadLengthException {
        if (length < 0 && !readLength(in)) {
            return null;
        }
        if (partial == null) {
            if (in.readableBytes() >= length && 2L * length >= in.capacity()) {
                ByteBuf whole = in.readRetainedSlice(length);
                length = -1;
                return whole;
            }
            int first = Math.min(length, Math.max(in.readableBytes(), FIRST_ALLOCATION_MAX));
            partial = allocator.directBuffer(first, Math.max(1, length));
        }
        ByteBuf frame = partial;
        frame.writeBytes(in, Math.min(in.readableBytes(), length - frame.readableBytes()));
        if (frame.readableBytes() < length) {
            return null;
        }
        partial = null;
        length = -1;
        return frame;
    }

    private boolean readLength(ByteBuf in) throws BadLengthException {
        while (prefixBytes < 4) {
            if (!in.isReadable()) {
                return false;
            }
            prefix = prefix << 8 | in.readUnsignedByte();
            prefixBytes++;
        }
        if (prefix < 0 || prefix > frameBytesMax) {
            throw new BadLengthException(prefix, frameBytesMax);
        }
        length = prefix;
        prefix = 0;
        prefixBytes = 0;
        return true;
    }

    /** Whether bytes of an unfinished frame are here. */
    boolean insideFrame() {
        return prefixBytes > 0 || length >= 0;
    }

    /** Gives back the memory of an unfinished frame. */
    void close() {
        if (partial != null) {
            partial.release();
            partial = null;
        }
    }
}
