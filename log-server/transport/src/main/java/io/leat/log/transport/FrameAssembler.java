package io.leat.log.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the bytes of one socket into frames. Owned by the connection's loop.
 *
 * <p>Memory grows with what has arrived, never with the length a peer declares: a new frame gets at
 * most twice what is here of it, or as much as an earlier frame of this connection filled. A frame
 * that came whole and fills most of its receive buffer is a slice of it. Of any other the first
 * part is copied, and the socket is read into its {@link #room}.
 */
final class FrameAssembler {

    private static final int FIRST_ALLOCATION = 64 << 10;
    private static final int EXPECTED_MAX = 1 << 20;

    private final ByteBufAllocator allocator;
    private int frameBytesMax;
    private int prefix;
    private int prefixBytes;
    private int length = -1;
    private int expected = FIRST_ALLOCATION;
    private int roomAt;
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

    /** Another limit, for the frames whose length is not known yet. */
    void limit(int bytes) {
        frameBytesMax = bytes;
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
            int first = Math.min(length, Math.max(expected, 2 * in.readableBytes()));
            partial = allocator.directBuffer(first, Math.max(1, length));
        }
        ByteBuf frame = partial;
        frame.writeBytes(in, Math.min(in.readableBytes(), length - frame.readableBytes()));
        return takeWhole();
    }

    /**
     * The unfinished frame, with room for more of it, to read the socket into; null if there is
     * none. A reference of its own, and nothing but the frame's bytes fit in.
     */
    @Nullable ByteBuf room() {
        ByteBuf frame = partial;
        if (frame == null || frame.readableBytes() == length) {
            return null;
        }
        if (!frame.isWritable()) {
            frame.capacity((int) Math.min(length, 2L * frame.capacity()));
        }
        roomAt = frame.readableBytes();
        return frame.retain();
    }

    /** Bytes that came into the {@link #room} since it was given. */
    int filled() {
        return partial == null ? 0 : partial.readableBytes() - roomAt;
    }

    /** Whether {@code buffer} is what {@link #room} gave. */
    boolean isRoom(ByteBuf buffer) {
        return buffer == partial;
    }

    /** The frame that is whole in its own memory; null if it needs more. */
    @Nullable ByteBuf takeWhole() {
        ByteBuf frame = partial;
        if (frame == null || frame.readableBytes() < length) {
            return null;
        }
        partial = null;
        expected = Math.max(expected, Math.min(length, EXPECTED_MAX));
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
