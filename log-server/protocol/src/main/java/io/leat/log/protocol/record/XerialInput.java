package io.leat.log.protocol.record;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.xerial.snappy.Snappy;

/**
 * Reads snappy in the framing of snappy-java, or one raw snappy block without framing. A block is
 * allocated only after its bytes have arrived, and its declared size is believed only up to what
 * snappy can expand them to.
 */
final class XerialInput extends InputStream {

    /** Three bytes can copy at most 64, so no block grows by more than this factor. */
    private static final int MAX_EXPANSION = 32;

    private static final int FIRST_READ_BYTES = 16 * 1024;

    private final InputStream in;
    private final boolean framed;
    private byte[] start;
    private byte[] block = {};
    private int position;
    private int limit;

    XerialInput(InputStream in) throws IOException {
        this.in = in;
        this.start = in.readNBytes(XerialOutput.HEADER.length);
        this.framed =
                start.length == XerialOutput.HEADER.length
                        && Arrays.equals(start, 0, 8, XerialOutput.HEADER, 0, 8);
    }

    @Override
    public int read() throws IOException {
        return fill() ? block[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int part = Math.min(length, limit - position);
        System.arraycopy(block, position, target, offset, part);
        position += part;
        return part;
    }

    private boolean fill() throws IOException {
        while (position == limit) {
            byte[] compressed = framed ? nextBlock() : rawBlock();
            if (compressed.length == 0) {
                return false;
            }
            int size = Snappy.uncompressedLength(compressed, 0, compressed.length);
            if (size < 0 || size > (long) compressed.length * MAX_EXPANSION) {
                throw new IOException("snappy block declares an impossible size of " + size);
            }
            if (block.length < size) {
                block = new byte[size];
            }
            limit = Snappy.uncompress(compressed, 0, compressed.length, block, 0);
            position = 0;
        }
        return true;
    }

    private byte[] rawBlock() throws IOException {
        byte[] head = start;
        start = new byte[0];
        if (head.length == 0) {
            return head;
        }
        byte[] rest = in.readAllBytes();
        byte[] all = Arrays.copyOf(head, head.length + rest.length);
        System.arraycopy(rest, 0, all, head.length, rest.length);
        return all;
    }

    private byte[] nextBlock() throws IOException {
        byte[] prefix = in.readNBytes(4);
        if (prefix.length == 0) {
            return prefix;
        }
        if (prefix.length < 4) {
            throw new IOException("snappy block ends within its length");
        }
        int length =
                (prefix[0] & 0xff) << 24
                        | (prefix[1] & 0xff) << 16
                        | (prefix[2] & 0xff) << 8
                        | prefix[3] & 0xff;
        if (length <= 0) {
            throw new IOException("snappy block has length " + length);
        }
        byte[] compressed = in.readNBytes(Math.min(length, FIRST_READ_BYTES));
        if (compressed.length < length && compressed.length == FIRST_READ_BYTES) {
            byte[] rest = in.readNBytes(length - FIRST_READ_BYTES);
            int have = compressed.length;
            compressed = Arrays.copyOf(compressed, have + rest.length);
            System.arraycopy(rest, 0, compressed, have, rest.length);
        }
        if (compressed.length < length) {
            throw new IOException("snappy block is cut short");
        }
        return compressed;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
