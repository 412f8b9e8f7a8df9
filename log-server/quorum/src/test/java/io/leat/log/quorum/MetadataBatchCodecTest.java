package io.leat.log.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.junit.jupiter.api.Test;

final class MetadataBatchCodecTest {

    private static final MetadataBatch BATCH =
            new MetadataBatch(
                    7,
                    3,
                    1_700_000_000_000L,
                    false,
                    List.of(bytes(1, 2, 3), ByteBuffer.wrap(new byte[300]), bytes()));

    private static ByteBuffer bytes(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length);
        for (int value : values) {
            buffer.put((byte) value);
        }
        return buffer.flip();
    }

    @Test
    void shouldReadWhatItWrote() {
        ByteBuffer encoded = MetadataBatchCodec.encode(BATCH, 0);
        assertEquals(BATCH, MetadataBatchCodec.decode(encoded));
        assertEquals(0, encoded.remaining());
        MetadataBatch control =
                new MetadataBatch(
                        10,
                        3,
                        5,
                        true,
                        List.of(
                                ControlRecord.kraftVersion((short) 1),
                                ControlRecord.voters(SimQuorum.voters(3, true))));
        assertEquals(control, MetadataBatchCodec.decode(MetadataBatchCodec.encode(control, 0)));
    }

    @Test
    void shouldWriteRecordBatchesThatKafkaReads() {
        MetadataBatch control =
                new MetadataBatch(10, 3, 5, true, List.of(ControlRecord.kraftVersion((short) 1)));
        for (MetadataBatch batch : List.of(BATCH, control)) {
            MemoryRecords records =
                    MemoryRecords.readableRecords(MetadataBatchCodec.encode(batch, 0));
            MutableRecordBatch read = records.batches().iterator().next();
            read.ensureValid();
            assertEquals(batch.baseOffset(), read.baseOffset());
            assertEquals(batch.endOffset(), read.nextOffset());
            assertEquals(batch.epoch(), read.partitionLeaderEpoch());
            assertEquals(batch.control(), read.isControlBatch());
            int index = 0;
            for (Record record : read) {
                ByteBuffer expected = batch.records().get(index++).duplicate();
                assertEquals(batch.control(), record.hasKey());
                if (batch.control()) {
                    short kind = expected.getShort();
                    assertEquals(
                            ControlRecordType.KRAFT_VERSION, ControlRecordType.parse(record.key()));
                    assertEquals(ControlRecord.KRAFT_VERSION, kind);
                }
                assertEquals(expected, record.value());
            }
            assertEquals(batch.records().size(), index);
        }
    }

    @Test
    void shouldRefuseEveryTruncationAndEveryFlippedBitBehindTheOffset() {
        ByteBuffer encoded = MetadataBatchCodec.encode(BATCH, 0);
        for (int size = 0; size < encoded.limit(); size++) {
            assertNull(MetadataBatchCodec.decode(encoded.slice(0, size)));
        }
        for (int at = 16; at < encoded.limit(); at++) {
            ByteBuffer damaged =
                    ByteBuffer.allocate(encoded.limit())
                            .put(encoded.slice(0, encoded.limit()))
                            .flip();
            damaged.put(at, (byte) (damaged.get(at) ^ 0x10));
            assertNull(MetadataBatchCodec.decode(damaged), "byte " + at);
        }
        assertNotNull(MetadataBatchCodec.decode(encoded));
        assertTrue(encoded.limit() > 16);
    }
}
