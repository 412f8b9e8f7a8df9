package io.leat.log.protocol.messageset;

import io.leat.log.protocol.record.Compression;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.zip.CRC32;

/** Messages that no honest client sends. */
final class OldMessages {

    private OldMessages() {}

    /** A message without a key. */
    static ByteBuffer message(int magic, int attributes, ByteBuffer value) {
        int size = MessageFormat.overhead(magic) + value.remaining();
        ByteBuffer set = ByteBuffer.allocate(size);
        set.putLong(0).putInt(size - MessageFormat.LOG_OVERHEAD).putInt(0);
        set.put((byte) magic).put((byte) attributes);
        if (magic == MessageFormat.WITH_TIMESTAMP) {
            set.putLong(1);
        }
        set.putInt(-1).putInt(value.remaining()).put(value.duplicate()).flip();
        seal(set);
        return set;
    }

    /** A message that holds {@code inner}, compressed. */
    static ByteBuffer wrapped(int magic, int codec, ByteBuffer inner) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] plain = new byte[inner.remaining()];
        inner.duplicate().get(plain);
        try (var out = Compression.forId(codec).compress(bytes, Compression.DEFAULT_LEVEL)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return message(magic, codec, ByteBuffer.wrap(bytes.toByteArray()));
    }

    /**
     * A copy with some bytes changed, cut or not, its first message mostly with a right checksum.
     */
    static ByteBuffer damaged(ByteBuffer sample, Random random) {
        ByteBuffer copy = ByteBuffer.allocate(sample.remaining()).put(sample.duplicate()).flip();
        for (int i = random.nextInt(4); i >= 0; i--) {
            copy.put(random.nextInt(copy.limit()), (byte) random.nextInt());
        }
        if (random.nextInt(4) == 0) {
            copy.limit(random.nextInt(copy.limit()));
        }
        if (random.nextInt(4) > 0 && copy.remaining() > MessageFormat.REST_AT) {
            seal(copy);
        }
        return copy;
    }

    private static void seal(ByteBuffer set) {
        int size = set.getInt(MessageFormat.SIZE_AT);
        int from = MessageFormat.MAGIC_AT;
        int end = Math.max(from, Math.min(set.limit(), size + MessageFormat.LOG_OVERHEAD));
        CRC32 crc = new CRC32();
        crc.update(set.array(), from, end - from);
        set.putInt(MessageFormat.CRC_AT, (int) crc.getValue());
    }
}
