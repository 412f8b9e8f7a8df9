package io.leat.log.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPromise;
import java.util.ArrayDeque;

/**
 * Writes large frames piece by piece where bytes are encrypted on their way. A TLS handler encrypts
 * all that was written before it lets any of it go: of megabytes written at once, the peer would
 * wait for the last before it could decrypt the first. Owned by the channel's loop.
 */
final class WritePieces {

    /** A few TLS records, so that a system call sends them together. */
    static final int BYTES = 128 * 1024;

    private final Channel channel;

    /**
     * A flush tells who waits for earlier frames, and those may send: that is not for in between.
     */
    private final ArrayDeque<Frame> frames = new ArrayDeque<>();

    private boolean writing;

    private record Frame(ByteBuf[] buffers, ChannelPromise written) {}

    WritePieces(Channel channel) {
        this.channel = channel;
    }

    /** Writes {@code buffers} in order, and flushes behind each full piece but the last. */
    void write(ByteBuf[] buffers, ChannelPromise written) {
        frames.add(new Frame(buffers, written));
        if (writing) {
            return;
        }
        writing = true;
        try {
            Frame frame;
            while ((frame = frames.poll()) != null) {
                write(frame);
            }
        } finally {
            writing = false;
        }
    }

    private void write(Frame frame) {
        int last = frame.buffers.length - 1;
        int unflushed = 0;
        for (int i = 0; i <= last; i++) {
            ByteBuf buffer = frame.buffers[i];
            while (buffer.readableBytes() > BYTES - unflushed) {
                channel.write(buffer.readRetainedSlice(BYTES - unflushed), channel.voidPromise());
                channel.flush();
                unflushed = 0;
            }
            unflushed += buffer.readableBytes();
            channel.write(buffer, i == last ? frame.written : channel.voidPromise());
        }
    }
}
