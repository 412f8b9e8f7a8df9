package io.leat.log.protocol.messageset;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.record.Compression;
import io.leat.log.protocol.record.InvalidBatchException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import net.jpountz.xxhash.XXHashFactory;

/**
 * The set inside a compressed message. Before format v1 clients computed the checksum of the LZ4
 * frame's descriptor over the magic number too (KAFKA-3160): such a frame is mended in a copy.
 */
final class WrappedSet {

    private static final int LZ4_MAGIC_BYTES = 4;
    private static final int LZ4_CONTENT_SIZE = 0x08;

    private WrappedSet() {}

    /**
     * The decompressed set.
     *
     * @param limit most bytes that may come out
     */
    static ByteBuffer of(MessageView wrapper, Compression codec, int limit) {
        ByteBuffer value = wrapper.value();
        if (value == null) {
            throw MessageView.corrupt("a compressed message has no value");
        }
        byte[] compressed = new byte[value.remaining()];
        value.duplicate().get(compressed);
        if (codec == Compression.LZ4 && wrapper.magic() == MessageFormat.WITHOUT_TIMESTAMP) {
            mendDescriptorChecksum(compressed);
        }
        byte[] set;
        try (InputStream in = codec.decompress(new ByteArrayInputStream(compressed))) {
            set = in.readNBytes(limit);
            if (set.length == limit && in.read() >= 0) {
                throw new InvalidBatchException(
                        ErrorCode.MESSAGE_TOO_LARGE,
                        "a message compressed with "
                                + codec.label()
                                + " holds more than "
                                + limit
                                + " bytes");
            }
        } catch (IOException e) {
            throw unreadable(codec, e);
        } catch (InvalidBatchException e) {
            throw e;
        } catch (RuntimeException e) {
            throw unreadable(codec, e);
        }
        return ByteBuffer.wrap(set);
    }

    private static InvalidBatchException unreadable(Compression codec, Exception cause) {
        return new InvalidBatchException(
                ErrorCode.CORRUPT_MESSAGE,
                "a message compressed with " + codec.label() + " cannot be read",
                cause);
    }

    /** Writes the checksum that the frame should have: the second byte of the descriptor's hash. */
    private static void mendDescriptorChecksum(byte[] frame) {
        if (frame.length <= LZ4_MAGIC_BYTES) {
            return;
        }
        boolean sized = (frame[LZ4_MAGIC_BYTES] & LZ4_CONTENT_SIZE) != 0;
        int descriptor = 2 + (sized ? Long.BYTES : 0);
        int checksumAt = LZ4_MAGIC_BYTES + descriptor;
        if (checksumAt < frame.length) {
            int hash =
                    XXHashFactory.fastestInstance()
                            .hash32()
                            .hash(frame, LZ4_MAGIC_BYTES, descriptor, 0);
            frame[checksumAt] = (byte) (hash >>> Byte.SIZE);
        }
    }
}
