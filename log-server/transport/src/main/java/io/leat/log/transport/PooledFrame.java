package io.leat.log.transport;

import io.leat.log.runtime.Frame;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/** A received frame in a pooled Netty buffer, whose reference count is the frame's. */
final class PooledFrame implements Frame {

    private final ByteBuf buffer;
    private final ByteBuffer bytes;

    /** Takes over one reference to {@code buffer}, whose readable bytes are the frame. */
    PooledFrame(ByteBuf buffer) {
        this.buffer = buffer;
        this.bytes = buffer.nioBuffer();
    }

    @Override
    public ByteBuffer bytes() {
        return bytes;
    }

    @Override
    public void retain() {
        buffer.retain();
    }

    @Override
    public void release() {
        buffer.release();
    }
}
