package io.leat.log.benchmarks.jmh;

import io.leat.log.protocol.record.BatchBuilder;
import io.leat.log.protocol.record.Compression;
import io.leat.log.protocol.record.RecordBatch;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;

/** Record batches of about 64 KB, as a producer sends them. */
final class Batches {

    static final int BYTES = 64 << 10;
    private static final long TIME = 1_700_000_000_000L;

    private Batches() {}

    static byte[] value(int bytes) {
        byte[] value = new byte[bytes];
        new Random(42).nextBytes(value);
        return value;
    }

    /** A full batch without producer. */
    static ByteBuffer fill(byte[] value, Compression compression) {
        BatchBuilder builder = new BatchBuilder(BYTES, compression);
        ByteBuffer wrapped = ByteBuffer.wrap(value);
        int room = BYTES - RecordBatch.RECORDS_AT;
        for (int used = 0; used + value.length + 16 < room; used += value.length + 9) {
            builder.append(TIME + builder.count() / 10, null, wrapped.duplicate());
        }
        return builder.build();
    }

    /** A full batch in direct memory, as it lies in a received frame. */
    static ByteBuffer direct(int valueBytes) {
        ByteBuffer batch = fill(value(valueBytes), Compression.NONE);
        return ByteBuffer.allocateDirect(batch.remaining()).put(batch).flip();
    }

    /**
     * Batches of {@code count} records in all: keys of 8 bytes, values of words, offsets from 0.
     */
    static ByteBuffer ofText(int count, int valueBytes, Compression compression) {
        Random random = new Random(42);
        ByteBuffer all = ByteBuffer.allocate(count * (valueBytes + 64) + BYTES);
        int perBatch = Math.max(1, BYTES / (valueBytes + 16));
        for (int first = 0; first < count; first += perBatch) {
            BatchBuilder builder = new BatchBuilder(BYTES, compression);
            for (int i = first; i < Math.min(count, first + perBatch); i++) {
                ByteBuffer key = ByteBuffer.allocate(8).put(digits(i)).flip();
                builder.append(TIME + i / 10, key, ByteBuffer.wrap(words(random, valueBytes)));
            }
            ByteBuffer batch = builder.build();
            RecordBatch.at(batch).setBaseOffset(first);
            all.put(batch);
        }
        return all.flip();
    }

    private static byte[] digits(int number) {
        return String.format(Locale.ROOT, "%08d", number).getBytes(StandardCharsets.US_ASCII);
    }

    /** Words of three to eight letters out of two hundred: LZ4 makes about half of it. */
    private static byte[] words(Random random, int bytes) {
        byte[] text = new byte[bytes];
        for (int at = 0; at < bytes; ) {
            Random word = new Random(random.nextInt(200));
            for (int left = 3 + word.nextInt(6); left > 0 && at < bytes; left--) {
                text[at++] = (byte) ('a' + word.nextInt(26));
            }
            if (at < bytes) {
                text[at++] = ' ';
            }
        }
        return text;
    }
}
