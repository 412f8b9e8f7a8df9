package io.leat.log.protocol.record;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.runtime.sim.fuzz.Damage;
import io.leat.log.runtime.sim.fuzz.Fuzz;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Damaged batches in masses: what a broker does with one ends in a typed error, or well. */
final class BatchFuzzTest {

    private static final int DECOMPRESSED_MAX = 1 << 20;

    @Test
    void shouldRefuseDamagedBatches() {
        fuzz(30_000);
    }

    @Test
    @Tag("live")
    void shouldRefuseMillionsOfDamagedBatches() {
        fuzz(Fuzz.MANY);
    }

    private static void fuzz(long cases) {
        List<byte[]> samples = samples();
        long[] taken = {0};
        Fuzz.run(
                "damaged batches",
                cases,
                damage -> {
                    ByteBuffer bytes = damaged(damage.oneOf(samples), damage);
                    taken[0] += isTaken(bytes, damage) ? 1 : 0;
                });
        assertTrue(taken[0] > cases / 100 && taken[0] < cases, taken[0] + " were taken");
    }

    /** Three of four with a right length and checksum, so that what is behind them is reached. */
    private static ByteBuffer damaged(byte[] sample, Damage damage) {
        byte[] bytes = damage.of(sample);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        if (bytes.length > RecordBatch.RECORDS_AT && damage.below(4) > 0) {
            buffer.putInt(RecordBatch.LENGTH_AT, bytes.length - RecordBatch.LOG_OVERHEAD);
            buffer.put(RecordBatch.MAGIC_AT, RecordBatch.MAGIC);
            RecordBatch.at(buffer).writeCrc();
        }
        return buffer;
    }

    /** What a broker does on the way to the log, and what readers and the cleaner do with it. */
    private static boolean isTaken(ByteBuffer bytes, Damage damage) {
        try {
            for (RecordBatch each : RecordBatch.in(bytes.duplicate())) {
                each.isValid();
            }
            RecordBatch batch = BatchCheck.header(bytes);
            BatchCheck.records(batch, damage.below(2) == 0, DECOMPRESSED_MAX);
            Compression other = damage.oneOf(List.of(Compression.values()));
            BatchRewriter.recompress(batch, other, Compression.DEFAULT_LEVEL, DECOMPRESSED_MAX);
            RecordCursor.decode(batch).forEach(Object::hashCode);
            return true;
        } catch (InvalidBatchException refused) {
            return false;
        }
    }

    /** Batches of all codecs and kinds, with and without keys, values and headers. */
    private static List<byte[]> samples() {
        List<byte[]> samples = new ArrayList<>();
        for (Compression compression : Compression.values()) {
            for (int records : new int[] {1, 3, 40}) {
                samples.add(bytes(filled(new BatchBuilder(100, compression), records)));
                samples.add(
                        bytes(
                                filled(
                                        new BatchBuilder(100, compression)
                                                .producer(7, (short) 2, 30, records > 1),
                                        records)));
            }
        }
        samples.add(bytes(new EndTransactionMarker(ControlType.ABORT, 1).toBatch(1, (short) 0, 1)));
        return samples;
    }

    private static ByteBuffer filled(BatchBuilder builder, int records) {
        for (int i = 0; i < records; i++) {
            builder.append(
                    1_000 + i,
                    i % 3 == 0 ? null : ByteBuffer.wrap(new byte[i % 7]),
                    i % 5 == 4 ? null : ByteBuffer.allocate(i * 3),
                    i % 2 == 0
                            ? List.of()
                            : List.of(
                                    new RecordHeader(
                                            "h" + i, i % 4 == 1 ? null : ByteBuffer.allocate(i))));
        }
        return builder.build();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
