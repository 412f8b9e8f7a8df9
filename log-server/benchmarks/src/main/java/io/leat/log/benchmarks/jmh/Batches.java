package io.leat.log.benchmarks.jmh;

import io.leat.log.protocol.record.BatchBuilder;
import io.leat.log.protocol.record.Compression;
import io.leat.log.protocol.record.RecordBatch;
import java.nio.ByteBuffer;
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
}
