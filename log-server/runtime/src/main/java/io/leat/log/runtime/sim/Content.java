package io.leat.log.runtime.sim;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The bytes of one file image; grows with zeros where a write leaves a gap. */
final class Content {

    private byte[] bytes = new byte[0];
    private int size;

    Content copy() {
        Content copy = new Content();
        copy.bytes = Arrays.copyOf(bytes, size);
        copy.size = size;
        return copy;
    }

    int size() {
        return size;
    }

    int read(ByteBuffer target, long position) {
        int count = (int) Math.max(0, Math.min(target.remaining(), size - position));
        if (count > 0) {
            target.put(bytes, (int) position, count);
        }
        return count;
    }

    void write(long position, byte[] source, int from, int count) {
        int end = Math.addExact(Math.toIntExact(position), count);
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, bytes.length * 2));
        }
        System.arraycopy(source, from, bytes, (int) position, count);
        size = Math.max(size, end);
    }

    void truncate(long newSize) {
        if (newSize < size) {
            Arrays.fill(bytes, (int) newSize, size, (byte) 0);
            size = (int) newSize;
        }
    }

    void flipBit(int position) {
        bytes[position] ^= 1;
    }
}
