package io.leat.log.protocol.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.leat.log.protocol.ErrorCode;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.utils.ByteBufferOutputStream;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Batches at the edges of the format: large, damaged, without records, with a delete horizon. */
class BatchFormatTest {

    private static final long HORIZON = 5_000_000;

    private static byte[] content(int size, boolean compressible) {
        byte[] bytes = new byte[size];
        if (compressible) {
            for (int i = 0; i < size; i++) {
                bytes[i] = (byte) (i / 1_000);
            }
        } else {
            new Random(size).nextBytes(bytes);
        }
        return bytes;
    }

    private static ByteBuffer batch(Compression compression, int records) {
        BatchBuilder builder = new BatchBuilder(64, compression);
        builder.baseOffset(100).producer(7, (short) 1, 10, false);
        for (int i = 0; i < records; i++) {
            byte[] value = content(20 + i, true);
            builder.append(
                    1_000 + i, ByteBuffer.wrap(new byte[] {(byte) i}), ByteBuffer.wrap(value));
        }
        return builder.build();
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
    }

    private static MemoryRecordsBuilder kafka(
            Compression compression, boolean control, long deleteHorizon) {
        return new MemoryRecordsBuilder(
                new ByteBufferOutputStream(1 << 10),
                (byte) 2,
                org.apache.kafka.common.compress.Compression.of(compression.label()).build(),
                TimestampType.CREATE_TIME,
                50,
                -1,
                control ? 9 : -1,
                (short) (control ? 2 : -1),
                -1,
                control,
                control,
                3,
                1 << 30,
                deleteHorizon);
    }

    /** More than a block of each codec, in one record and in many. */
    @ParameterizedTest
    @EnumSource(Compression.class)
    void shouldExchangeLargeRecordsWithKafka(Compression compression) {
        List<byte[]> values =
                List.of(
                        content(3_000_000, true),
                        content(700_000, false),
                        content(0, true),
                        content(65_536, false),
                        content(1, false));
        BatchBuilder ours = new BatchBuilder(64, compression);
        MemoryRecordsBuilder theirs = kafka(compression, false, -1);
        for (byte[] value : values) {
            ours.append(5, null, ByteBuffer.wrap(value));
            theirs.append(5, null, value);
        }
        int i = 0;
        for (Record record : MemoryRecords.readableRecords(ours.build()).records()) {
            assertArrayEquals(values.get(i++), Utils.toArray(record.value()));
        }
        RecordBatch read = RecordBatch.at(theirs.build().buffer());
        read.checkValid();
        assertEquals(5, BatchCheck.records(read, false, 1 << 26));
        int j = 0;
        for (DecodedRecord record : RecordCursor.decode(read)) {
            assertEquals(ByteBuffer.wrap(values.get(j++)), record.value());
        }
        assertEquals(values.size(), i);
        assertEquals(values.size(), j);
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void shouldRefuseABatchThatEndsAtAnyByte(Compression compression) {
        ByteBuffer good = batch(compression, 8);
        for (int length = 0; length < good.limit(); length++) {
            ByteBuffer cut = copy(good).limit(length);
            assertEquals(-1, RecordBatch.sizeAt(cut, 0));
            assertFalse(RecordBatch.in(cut).iterator().hasNext());
            var failure =
                    assertThrows(InvalidBatchException.class, () -> BatchCheck.header(cut.slice()));
            assertEquals(ErrorCode.CORRUPT_MESSAGE, failure.code());
            if (length > RecordBatch.RECORDS_AT) {
                // The same with a length and checksum that do not give it away.
                ByteBuffer lying = copy(good).limit(length);
                lying.putInt(RecordBatch.LENGTH_AT, length - RecordBatch.LOG_OVERHEAD);
                RecordBatch batch = RecordBatch.at(lying);
                batch.writeCrc();
                assertThrows(
                        InvalidBatchException.class,
                        () -> BatchCheck.records(BatchCheck.header(lying), false, 1 << 20));
            }
        }
    }

    @Test
    void shouldFindEachFlippedBitByTheChecksum() {
        ByteBuffer good = batch(Compression.NONE, 3);
        for (int bit = 8 * RecordBatch.CRC_AT; bit < 8 * good.limit(); bit++) {
            ByteBuffer flipped = copy(good);
            flipped.put(bit / 8, (byte) (flipped.get(bit / 8) ^ 1 << bit % 8));
            assertFalse(RecordBatch.at(flipped).isValid());
            assertThrows(InvalidBatchException.class, () -> BatchCheck.header(flipped));
        }
    }

    /** Also where the checksum was made to fit, as a hostile client can. */
    @ParameterizedTest
    @EnumSource(Compression.class)
    void shouldAnswerAnyHeaderWithATypedErrorOrTakeIt(Compression compression) {
        Random random = new Random(31);
        ByteBuffer good = batch(compression, 6);
        int taken = 0;
        for (int round = 0; round < 4_000; round++) {
            ByteBuffer lying = copy(good);
            int at = RecordBatch.ATTRIBUTES_AT + random.nextInt(40);
            lying.put(at, (byte) (random.nextBoolean() ? random.nextInt() : 0xff));
            RecordBatch.at(lying).writeCrc();
            try {
                RecordBatch batch = BatchCheck.header(lying);
                BatchCheck.records(batch, false, 1 << 20);
                assertEquals(6, RecordCursor.decode(batch).size());
                taken++;
            } catch (InvalidBatchException expected) {
                // the only failure there may be
            }
        }
        assertTrue(taken > 100 && taken < 3_900, taken + " were taken");
    }

    @Test
    void shouldRefuseLengthsThatCannotBe() {
        for (int length : new int[] {-1, 0, 48, Integer.MIN_VALUE}) {
            ByteBuffer bytes = batch(Compression.NONE, 1).putInt(RecordBatch.LENGTH_AT, length);
            assertThrows(InvalidBatchException.class, () -> RecordBatch.sizeAt(bytes, 0));
            assertThrows(
                    InvalidBatchException.class, () -> RecordBatch.in(bytes).iterator().hasNext());
        }
        ByteBuffer huge = batch(Compression.NONE, 1);
        huge.putInt(RecordBatch.LENGTH_AT, Integer.MAX_VALUE);
        assertEquals(-1, RecordBatch.sizeAt(huge, 0));
    }

    @Test
    void shouldNotBelieveTheNumberOfRecords() {
        for (Compression compression : Compression.values()) {
            ByteBuffer lying = batch(compression, 4);
            lying.putInt(RecordBatch.COUNT_AT, Integer.MAX_VALUE);
            lying.putInt(RecordBatch.LAST_OFFSET_DELTA_AT, Integer.MAX_VALUE - 1);
            RecordBatch.at(lying).writeCrc();
            RecordBatch batch = BatchCheck.header(lying);
            assertThrows(
                    InvalidBatchException.class, () -> BatchCheck.records(batch, false, 1 << 20));
            assertThrows(InvalidBatchException.class, () -> RecordCursor.decode(batch));
        }
    }

    /** What compaction leaves where the last batch of a producer was. */
    @Test
    void shouldReadAnEmptyBatchOfKafkaAndTakeNoneFromClients() {
        ByteBuffer empty = ByteBuffer.allocate(RecordBatch.RECORDS_AT);
        DefaultRecordBatch.writeEmptyHeader(
                empty,
                (byte) 2,
                9,
                (short) 3,
                40,
                200,
                204,
                6,
                TimestampType.CREATE_TIME,
                77,
                true,
                false);
        empty.flip();
        RecordBatch batch = RecordBatch.in(empty).iterator().next();
        batch.checkValid();
        assertEquals(0, batch.count());
        assertEquals(200, batch.baseOffset());
        assertEquals(205, batch.nextOffset());
        assertEquals(44, batch.lastSequence());
        assertEquals(77, batch.maxTimestamp());
        assertTrue(batch.isTransactional());
        assertEquals(List.of(), RecordCursor.decode(batch));
        var failure = assertThrows(InvalidBatchException.class, () -> BatchCheck.header(empty));
        assertEquals(ErrorCode.INVALID_RECORD, failure.code());
    }

    @Test
    void shouldWriteAnEmptyBatchThatKafkaReads() {
        for (Compression compression : Compression.values()) {
            ByteBuffer bytes = new BatchBuilder(64, compression).baseOffset(12).build();
            var theirs = MemoryRecords.readableRecords(bytes).batches().iterator().next();
            theirs.ensureValid();
            assertEquals(12, theirs.baseOffset());
            assertFalse(theirs.iterator().hasNext());
            assertEquals(List.of(), RecordCursor.decode(RecordBatch.at(bytes)));
        }
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void shouldReadTimestampsOfABatchWithADeleteHorizon(Compression compression) {
        MemoryRecordsBuilder builder = kafka(compression, false, HORIZON);
        builder.append(HORIZON - 70, new byte[] {1}, null);
        builder.append(HORIZON + 30, new byte[] {2}, new byte[] {3});
        RecordBatch batch = RecordBatch.at(builder.build().buffer());
        batch.checkValid();
        assertTrue(batch.hasDeleteHorizon());
        assertEquals(HORIZON, batch.baseTimestamp());
        List<DecodedRecord> records = RecordCursor.decode(batch);
        assertEquals(HORIZON - 70, records.get(0).timestamp());
        assertEquals(HORIZON + 30, records.get(1).timestamp());
        var failure =
                assertThrows(InvalidBatchException.class, () -> BatchCheck.header(batch.slice()));
        assertEquals(ErrorCode.INVALID_RECORD, failure.code());
    }

    @Test
    void shouldReadTheMarkersOfKafka() {
        for (ControlType type : List.of(ControlType.COMMIT, ControlType.ABORT)) {
            var kind =
                    org.apache.kafka.common.record.internal.ControlRecordType.valueOf(type.name());
            MemoryRecordsBuilder builder = kafka(Compression.NONE, true, -1);
            builder.appendEndTxnMarker(
                    4, new org.apache.kafka.common.record.internal.EndTransactionMarker(kind, 21));
            RecordBatch batch = RecordBatch.at(builder.build().buffer());
            assertTrue(batch.isControl() && batch.isTransactional());
            DecodedRecord record = RecordCursor.decode(batch).get(0);
            assertEquals(
                    new EndTransactionMarker(type, 21),
                    EndTransactionMarker.read(record.key(), record.value()));
            assertThrows(InvalidBatchException.class, () -> BatchCheck.header(batch.slice()));
        }
    }

    @Test
    void shouldRefuseDamagedMarkersAndSkipUnknownControlRecords() {
        assertEquals(
                ControlType.UNKNOWN, ControlType.of(ByteBuffer.wrap(new byte[] {0, 0, 0, 99})));
        for (ByteBuffer key :
                new ByteBuffer[] {
                    null, ByteBuffer.allocate(3), ControlType.COMMIT.key().putShort(0, (short) -1)
                }) {
            assertThrows(InvalidBatchException.class, () -> ControlType.of(key));
        }
        ByteBuffer key = ControlType.COMMIT.key();
        ByteBuffer shortValue = ByteBuffer.allocate(5);
        assertThrows(InvalidBatchException.class, () -> EndTransactionMarker.read(key, shortValue));
        assertThrows(InvalidBatchException.class, () -> EndTransactionMarker.read(key, null));
        ByteBuffer other = ControlType.LEADER_CHANGE.key();
        assertThrows(
                InvalidBatchException.class,
                () -> EndTransactionMarker.read(other, ByteBuffer.allocate(6)));
    }

    @Test
    void shouldShowTheTimeOfTheAppend() {
        ByteBuffer bytes = batch(Compression.LZ4, 3);
        RecordBatch batch = RecordBatch.at(bytes);
        batch.setLogAppendTime(9_999);
        RecordCursor.decode(batch).forEach(record -> assertEquals(9_999, record.timestamp()));
        MutableRecordBatch theirs =
                MemoryRecords.readableRecords(bytes).batches().iterator().next();
        theirs.ensureValid();
        theirs.forEach(record -> assertEquals(9_999, record.timestamp()));
    }

    /** A megabyte of zeros a record: a few kilobytes that become a hundred megabytes. */
    @ParameterizedTest
    @EnumSource(value = Compression.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void shouldSpendNoMoreMemoryOnABombThanItsLimit(Compression compression) {
        BatchBuilder builder = new BatchBuilder(64, compression);
        List<ByteBuffer> zeros = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            zeros.add(ByteBuffer.allocate(1 << 20));
            builder.append(1, null, zeros.get(i));
        }
        RecordBatch bomb = RecordBatch.at(builder.build());
        refuseBomb(bomb); // loads classes and native code
        long before = allocated();
        refuseBomb(bomb);
        long cost = allocated() - before;
        assertTrue(cost < 16 << 20, () -> cost + " bytes for " + bomb.sizeInBytes());
    }

    private static void refuseBomb(RecordBatch bomb) {
        var failure =
                assertThrows(
                        InvalidBatchException.class,
                        () -> BatchCheck.records(bomb, false, 3 << 20));
        assertEquals(ErrorCode.MESSAGE_TOO_LARGE, failure.code());
        assertThrows(
                InvalidBatchException.class,
                () -> {
                    try (RecordCursor cursor = RecordCursor.open(bomb, 3 << 20)) {
                        while (cursor.next()) {
                            assertEquals(1 << 20, cursor.valueSize());
                        }
                    }
                });
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }
}
