package io.leat.log.protocol.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.leat.log.protocol.ErrorCode;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class BatchCheckTest {

    private static ByteBuffer batch(Compression compression, int records) {
        BatchBuilder builder = new BatchBuilder(100, compression);
        for (int i = 0; i < records; i++) {
            builder.append(
                    i,
                    ByteBuffer.wrap(new byte[i % 7]),
                    i % 3 == 0 ? null : ByteBuffer.allocate(i));
        }
        return builder.build();
    }

    private static ErrorCode codeOf(Runnable check) {
        return assertThrows(InvalidBatchException.class, check::run).code();
    }

    @Test
    void shouldRefuseHeadersThatLie() {
        ByteBuffer good = batch(Compression.NONE, 5);
        assertEquals(5, BatchCheck.header(good).count());

        ByteBuffer count = batch(Compression.NONE, 5);
        count.putInt(RecordBatch.COUNT_AT, 4);
        RecordBatch.at(count).writeCrc();
        assertEquals(ErrorCode.INVALID_RECORD, codeOf(() -> BatchCheck.header(count)));

        ByteBuffer magic = batch(Compression.NONE, 5);
        magic.put(RecordBatch.MAGIC_AT, (byte) 1);
        assertEquals(ErrorCode.CORRUPT_MESSAGE, codeOf(() -> BatchCheck.header(magic)));

        ByteBuffer length = batch(Compression.NONE, 5);
        length.putInt(RecordBatch.LENGTH_AT, 1 << 30);
        assertEquals(ErrorCode.CORRUPT_MESSAGE, codeOf(() -> BatchCheck.header(length)));
        length.putInt(RecordBatch.LENGTH_AT, -1);
        assertEquals(ErrorCode.CORRUPT_MESSAGE, codeOf(() -> BatchCheck.header(length)));

        ByteBuffer codec = batch(Compression.NONE, 5);
        codec.putShort(RecordBatch.ATTRIBUTES_AT, (short) 6);
        RecordBatch.at(codec).writeCrc();
        assertEquals(
                ErrorCode.UNSUPPORTED_COMPRESSION_TYPE, codeOf(() -> BatchCheck.header(codec)));

        ByteBuffer marker = new EndTransactionMarker(ControlType.ABORT, 1).toBatch(1, (short) 0, 1);
        assertEquals(ErrorCode.INVALID_RECORD, codeOf(() -> BatchCheck.header(marker)));

        ByteBuffer two = ByteBuffer.allocate(good.remaining() * 2);
        two.put(good.duplicate()).put(good.duplicate()).flip();
        assertEquals(ErrorCode.INVALID_RECORD, codeOf(() -> BatchCheck.header(two)));
    }

    @Test
    void shouldRequireKeysWhereTheTopicDoes() {
        for (Compression compression : Compression.values()) {
            BatchBuilder builder = new BatchBuilder(10, compression);
            builder.append(1, null, ByteBuffer.allocate(3));
            RecordBatch batch = RecordBatch.at(builder.build());
            assertEquals(1, BatchCheck.records(batch, false, 1000));
            assertEquals(
                    ErrorCode.INVALID_RECORD, codeOf(() -> BatchCheck.records(batch, true, 1000)));
        }
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void shouldAnswerEveryMutationWithATypedError(Compression compression) {
        Random random = new Random(42);
        ByteBuffer good = batch(compression, 60);
        for (int round = 0; round < 3_000; round++) {
            ByteBuffer bad = ByteBuffer.allocate(good.remaining()).put(good.duplicate()).flip();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                int at =
                        RecordBatch.RECORDS_AT
                                + random.nextInt(bad.limit() - RecordBatch.RECORDS_AT);
                bad.put(at, (byte) random.nextInt());
            }
            try {
                BatchCheck.records(RecordBatch.at(bad), false, 1 << 20);
                RecordCursor.decode(RecordBatch.at(bad));
            } catch (InvalidBatchException expected) {
                // The only failure a damaged batch may cause.
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Compression.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void shouldStopADecompressionBombAtTheLimit(Compression compression) {
        BatchBuilder builder = new BatchBuilder(100, compression);
        builder.append(1, null, ByteBuffer.allocate(30_000_000));
        RecordBatch bomb = RecordBatch.at(builder.build());
        assertEquals(
                ErrorCode.MESSAGE_TOO_LARGE,
                codeOf(() -> BatchCheck.records(bomb, false, 1_000_000)));
    }

    @Test
    void shouldWrapSequences() {
        assertEquals(0, Sequences.increment(Integer.MAX_VALUE, 1));
        assertEquals(1, Sequences.increment(Integer.MAX_VALUE - 1, 3));
        assertEquals(Integer.MAX_VALUE, Sequences.decrement(0, 1));
        assertEquals(8, Sequences.increment(5, 3));
        assertEquals(Integer.MAX_VALUE - 1, Sequences.decrement(1, 3));
    }

    @Test
    void shouldEndAtABatchThatIsCutShort() {
        ByteBuffer good = batch(Compression.NONE, 3);
        ByteBuffer cut = ByteBuffer.allocate(good.remaining() * 2 - 1);
        cut.put(good.duplicate()).put(good.duplicate().limit(good.limit() - 1)).flip();
        int batches = 0;
        for (RecordBatch batch : RecordBatch.in(cut)) {
            batches += batch.count() / 3;
        }
        assertEquals(1, batches);
    }
}
