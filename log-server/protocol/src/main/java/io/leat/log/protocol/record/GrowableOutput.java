package io.leat.log.protocol.record;

import java.io.OutputStream;
import java.nio.ByteBuffer;

/** An output stream into a buffer that is replaced by a larger heap buffer when it is full. */
final class GrowableOutput extends OutputStream {

    private ByteBuffer buffer;

    GrowableOutput(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    ByteBuffer buffer() {
        return buffer;
    }

    private void ensure(int more) {
        if (buffer.remaining() < more) {
            int wanted = Math.addExact(buffer.position(), more);
            int doubled = (int) Math.min(Integer.MAX_VALUE - 8L, buffer.capacity() * 2L);
            ByteBuffer larger = ByteBuffer.allocate(Math.max(wanted, doubled));
            larger.put(buffer.flip());
            buffer = larger;
        }
    }

    @Override
    public void write(int value) {
        ensure(1);
        buffer.put((byte) value);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        ensure(length);
        buffer.put(bytes, offset, length);
    }

    void write(ByteBuffer bytes) {
        ensure(bytes.remaining());
        buffer.put(bytes.duplicate());
    }
}
