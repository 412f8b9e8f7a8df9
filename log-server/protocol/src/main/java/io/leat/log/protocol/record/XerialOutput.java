package io.leat.log.protocol.record;

import java.io.IOException;
import java.io.OutputStream;
import org.xerial.snappy.Snappy;

/** Writes snappy in the framing of snappy-java: a magic header, then length-prefixed blocks. */
final class XerialOutput extends OutputStream {

    /** Magic, then version 1 and lowest compatible version 1. */
    static final byte[] HEADER = {
        (byte) 0x82, 'S', 'N', 'A', 'P', 'P', 'Y', 0, 0, 0, 0, 1, 0, 0, 0, 1
    };

    private static final int BLOCK_BYTES = 32 * 1024;

    private final OutputStream out;
    private final byte[] block = new byte[BLOCK_BYTES];
    private final byte[] compressed = new byte[4 + Snappy.maxCompressedLength(BLOCK_BYTES)];
    private int filled;

    XerialOutput(OutputStream out) throws IOException {
        this.out = out;
        out.write(HEADER);
    }

    @Override
    public void write(int value) throws IOException {
        block[filled++] = (byte) value;
        if (filled == BLOCK_BYTES) {
            writeBlock();
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        int left = length;
        while (left > 0) {
            int part = Math.min(left, BLOCK_BYTES - filled);
            System.arraycopy(bytes, from, block, filled, part);
            filled += part;
            from += part;
            left -= part;
            if (filled == BLOCK_BYTES) {
                writeBlock();
            }
        }
    }

    private void writeBlock() throws IOException {
        if (filled == 0) {
            return;
        }
        int length = Snappy.compress(block, 0, filled, compressed, 4);
        compressed[0] = (byte) (length >>> 24);
        compressed[1] = (byte) (length >>> 16);
        compressed[2] = (byte) (length >>> 8);
        compressed[3] = (byte) length;
        out.write(compressed, 0, 4 + length);
        filled = 0;
    }

    @Override
    public void flush() throws IOException {
        writeBlock();
        out.flush();
    }

    @Override
    public void close() throws IOException {
        writeBlock();
        out.close();
    }
}
