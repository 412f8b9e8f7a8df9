package io.leat.clients.consumer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/**
 * Reads an LZ4 frame (frame format 1.6) block by block into an array, without the buffers that a
 * stream needs. Stateless; the batch's CRC covers the frame, so its own checksums are passed over.
 */
final class Lz4Frame {

    private static final int MAGIC = 0x184D2204;
    private static final int VERSION_MASK = 0xC0;
    private static final int VERSION = 0x40;
    private static final int BLOCK_CHECKSUMS = 0x10;
    private static final int CONTENT_SIZE = 0x08;
    private static final int DICTIONARY = 0x01;
    private static final int INDEPENDENT_BLOCKS = 0x20;
    private static final int STORED = 0x80000000;

    private Lz4Frame() {}

    static void read(ByteBuffer stored, RecordBytes into) throws IOException {
        ByteBuffer in = stored.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        if (in.remaining() < 7 || in.getInt() != MAGIC) {
            throw new IOException("The batch does not begin with an LZ4 frame");
        }
        int flags = in.get();
        int blockBytes = blockBytes(in.get());
        if ((flags & VERSION_MASK) != VERSION
                || (flags & DICTIONARY) != 0
                || (flags & INDEPENDENT_BLOCKS) == 0) {
            throw new IOException("LZ4 frame of a kind that is not read, flags " + flags);
        }
        int rest = ((flags & CONTENT_SIZE) != 0 ? 8 : 0) + 1;
        skip(in, rest);
        int trailer = (flags & BLOCK_CHECKSUMS) != 0 ? 4 : 0;
        LZ4SafeDecompressor lz4 = LZ4Factory.fastestInstance().safeDecompressor();
        while (true) {
            check(in, 4);
            int word = in.getInt();
            int length = word & ~STORED;
            if (length == 0) {
                return;
            }
            check(in, length);
            readBlock(in, (word & STORED) != 0, length, blockBytes, lz4, into);
            skip(in, length + trailer);
        }
    }

    private static void readBlock(
            ByteBuffer in,
            boolean plain,
            int length,
            int blockBytes,
            LZ4SafeDecompressor lz4,
            RecordBytes into)
            throws IOException {
        int filled = into.filled();
        if (plain) {
            in.get(in.position(), into.reserve(filled + length), filled, length);
            into.filled(filled + length);
            return;
        }
        byte[] array = into.reserve(filled + blockBytes);
        try {
            int size =
                    lz4.decompress(
                            in, in.position(), length, ByteBuffer.wrap(array), filled, blockBytes);
            into.filled(filled + size);
        } catch (LZ4Exception e) {
            throw new IOException("A block of an LZ4 frame is damaged", e);
        }
    }

    private static int blockBytes(byte descriptor) throws IOException {
        int code = (descriptor >> 4) & 7;
        if (code < 4) {
            throw new IOException("LZ4 frame with blocks of unknown size, code " + code);
        }
        return 1 << (2 * code + 8);
    }

    private static void skip(ByteBuffer in, int bytes) throws IOException {
        check(in, bytes);
        in.position(in.position() + bytes);
    }

    private static void check(ByteBuffer in, int bytes) throws IOException {
        if (in.remaining() < bytes) {
            throw new IOException("An LZ4 frame ends early");
        }
    }
}
