package io.leat.log.protocol.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.junit.jupiter.api.Test;

final class BatchRewriterTest {

    private static RecordBatch batch(Compression compression, boolean appendTime) {
        BatchBuilder builder = new BatchBuilder(64, compression);
        builder.baseOffset(100).leaderEpoch(7).producer(5, (short) 2, 40, true);
        List<RecordHeader> headers = List.of(new RecordHeader("h", ByteBuffer.wrap(new byte[3])));
        for (int i = 0; i < 10; i++) {
            ByteBuffer key = i == 3 ? null : ByteBuffer.wrap(("k" + i).getBytes());
            ByteBuffer value = i % 4 == 0 ? null : ByteBuffer.wrap(("v" + i).repeat(9).getBytes());
            builder.append(1_000_000 + i * 1000, key, value, i == 5 ? headers : List.of());
        }
        RecordBatch batch = RecordBatch.at(builder.build());
        if (appendTime) {
            batch.setLogAppendTime(2_000_000);
        }
        return batch;
    }

    private static ByteBuffer odd(RecordBatch batch, long horizon) {
        BatchRewriter rewriter = new BatchRewriter(batch, horizon);
        try (RecordCursor cursor = RecordCursor.open(batch)) {
            while (cursor.next()) {
                if (cursor.offset() % 2 == 1) {
                    rewriter.keep(cursor);
                }
            }
        }
        return rewriter.build();
    }

    @Test
    void shouldKeepSomeRecordsWithTheirOffsetsAndTimesInEveryCodec() {
        for (Compression compression : Compression.values()) {
            for (boolean appendTime : new boolean[] {false, true}) {
                for (long horizon : new long[] {BatchRewriter.NO_HORIZON, 9_000_000}) {
                    RecordBatch source = batch(compression, appendTime);
                    List<DecodedRecord> expected = new ArrayList<>(RecordCursor.decode(source));
                    expected.removeIf(record -> record.offset() % 2 == 0);
                    ByteBuffer bytes = odd(source, horizon);
                    RecordBatch rewritten = RecordBatch.at(bytes);
                    assertTrue(rewritten.isValid());
                    assertEquals(bytes.remaining(), rewritten.sizeInBytes());
                    assertEquals(expected, RecordCursor.decode(rewritten));
                    assertEquals(source.baseOffset(), rewritten.baseOffset());
                    assertEquals(source.lastOffset(), rewritten.lastOffset());
                    assertEquals(source.lastSequence(), rewritten.lastSequence());
                    assertEquals(source.leaderEpoch(), rewritten.leaderEpoch());
                    assertEquals(compression, rewritten.compression());
                    assertEquals(horizon >= 0, rewritten.hasDeleteHorizon());
                    checkWithKafka(bytes, expected, horizon);
                    // what was stamped once stays
                    RecordBatch again = RecordBatch.at(odd(rewritten, BatchRewriter.NO_HORIZON));
                    assertEquals(rewritten.baseTimestamp(), again.baseTimestamp());
                    assertEquals(expected, RecordCursor.decode(again));
                }
            }
        }
    }

    private static void checkWithKafka(
            ByteBuffer bytes, List<DecodedRecord> expected, long horizon) {
        MutableRecordBatch kafka = MemoryRecords.readableRecords(bytes).batches().iterator().next();
        kafka.ensureValid();
        assertEquals(horizon, kafka.deleteHorizonMs().orElse(BatchRewriter.NO_HORIZON));
        int at = 0;
        for (Record record : kafka) {
            DecodedRecord want = expected.get(at++);
            assertEquals(want.offset(), record.offset());
            assertEquals(want.timestamp(), record.timestamp());
            assertEquals(want.key(), record.key());
            assertEquals(want.value(), record.value());
            assertEquals(want.headers().size(), record.headers().length);
        }
        assertEquals(expected.size(), at);
    }

    @Test
    void shouldChangeTheCodecAndNothingElse() {
        for (Compression from : Compression.values()) {
            for (Compression to : Compression.values()) {
                RecordBatch source = batch(from, false);
                int level = Compression.DEFAULT_LEVEL;
                ByteBuffer bytes = BatchRewriter.recompress(source, to, level, 1 << 20);
                RecordBatch changed = RecordBatch.at(bytes);
                assertTrue(changed.isValid());
                assertEquals(to, changed.compression());
                assertEquals(RecordCursor.decode(source), RecordCursor.decode(changed));
                assertEquals(source.lastSequence(), changed.lastSequence());
                assertEquals(source.isTransactional(), changed.isTransactional());
                checkWithKafka(bytes, RecordCursor.decode(source), BatchRewriter.NO_HORIZON);
            }
        }
    }

    @Test
    void shouldKeepOffsetsAndSequencesOfABatchWithoutRecords() {
        for (Compression compression : Compression.values()) {
            RecordBatch source = batch(compression, false);
            ByteBuffer bytes = new BatchRewriter(source, BatchRewriter.NO_HORIZON).build();
            RecordBatch empty = RecordBatch.at(bytes);
            assertTrue(empty.isValid());
            assertEquals(RecordBatch.RECORDS_AT, bytes.remaining());
            assertEquals(source.lastOffset(), empty.lastOffset());
            assertEquals(source.lastSequence(), empty.lastSequence());
            assertTrue(empty.isTransactional());
            assertFalse(empty.isCompressed());
            assertEquals(List.of(), RecordCursor.decode(empty));
            MutableRecordBatch kafka =
                    MemoryRecords.readableRecords(bytes).batches().iterator().next();
            kafka.ensureValid();
            assertFalse(kafka.iterator().hasNext());
            assertEquals(source.nextOffset(), kafka.nextOffset());
        }
    }
}
