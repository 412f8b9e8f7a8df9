package io.leat.log.protocol.record;

import java.io.InputStream;
import java.nio.ByteBuffer;

/** An input stream over the remaining bytes of a buffer. */
final class BufferInput extends InputStream {

    private final ByteBuffer buffer;

    BufferInput(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    @Override
    public int read() {
        return buffer.hasRemaining() ? buffer.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (!buffer.hasRemaining()) {
            return -1;
        }
        int part = Math.min(length, buffer.remaining());
        buffer.get(target, offset, part);
        return part;
    }

    @Override
    public int available() {
        return buffer.remaining();
    }
}
