package io.leat.clients.consumer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.leat.clients.consumer.Fetched.Aborted;
import io.leat.clients.consumer.Fetched.Bounds;
import io.leat.common.TopicPartition;
import io.leat.common.errors.CorruptRecordException;
import io.leat.common.serialization.ByteArrayDeserializer;
import io.leat.log.protocol.ErrorCode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;

/** Decoding of batches written by Kafka's own code. */
class RecordReaderTest {

    private static Fetched fetched(ByteBuffer bytes, long offset, List<Aborted> aborted) {
        return new Fetched(
                new TopicPartition("t", 0),
                1,
                offset,
                ErrorCode.NONE,
                bytes,
                aborted,
                new Bounds(-1, -1, -1),
                () -> {});
    }

    private static RecordReader<byte[], byte[]> reader(Fetched fetched, boolean committed) {
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        return new RecordReader<>(
                fetched,
                new Decoding<>(
                        bytes,
                        bytes,
                        committed,
                        true,
                        (codec, in) -> {
                            throw new AssertionError("nothing is compressed here");
                        }));
    }

    private static ByteBuffer batch(long base, int count, int size) {
        SimpleRecord[] records = new SimpleRecord[count];
        for (int i = 0; i < count; i++) {
            records[i] = new SimpleRecord(1_000 + i, new byte[] {(byte) i}, new byte[size]);
        }
        return MemoryRecords.withRecords(base, Compression.NONE, records).buffer();
    }

    private static ByteBuffer join(ByteBuffer... parts) {
        ByteBuffer all = ByteBuffer.allocate(100_000);
        for (ByteBuffer part : parts) {
            all.put(part.duplicate());
        }
        return all.flip();
    }

    @Test
    void shouldStartInsideABatchAndStopBeforeATornOne() {
        ByteBuffer bytes = join(batch(0, 10, 20), batch(10, 10, 20));
        bytes.limit(bytes.limit() - 3);
        RecordReader<byte[], byte[]> reader = reader(fetched(bytes, 4, List.of()), false);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        reader.read(3, records);
        assertEquals(3, records.size());
        assertEquals(7, reader.nextOffset());
        reader.read(100, records);
        assertEquals(6, records.size());
        assertEquals(10, reader.nextOffset());
        assertEquals(4, records.get(0).offset());
        assertEquals(1_004, records.get(0).timestamp());
        assertArrayEquals(new byte[] {4}, records.get(0).key());
    }

    @Test
    void shouldRefuseABatchWithAWrongChecksum() {
        ByteBuffer bytes = join(batch(0, 10, 20));
        bytes.put(80, (byte) (bytes.get(80) + 1));
        RecordReader<byte[], byte[]> reader = reader(fetched(bytes, 0, List.of()), false);
        assertThrows(CorruptRecordException.class, () -> reader.read(10, new ArrayList<>()));
    }

    @Test
    void shouldLeaveOutAnAbortedTransactionAndKeepTheNextOfTheSameProducer() {
        ByteBuffer first =
                MemoryRecords.withTransactionalRecords(
                                0,
                                Compression.NONE,
                                7,
                                (short) 0,
                                0,
                                0,
                                new SimpleRecord("aborted".getBytes()))
                        .buffer();
        ByteBuffer second =
                MemoryRecords.withTransactionalRecords(
                                2,
                                Compression.NONE,
                                7,
                                (short) 0,
                                1,
                                0,
                                new SimpleRecord("committed".getBytes()))
                        .buffer();
        ByteBuffer abort =
                MemoryRecords.withEndTransactionMarker(
                                1,
                                0L,
                                0,
                                7,
                                (short) 0,
                                new EndTransactionMarker(
                                        org.apache.kafka.common.record.internal.ControlRecordType
                                                .ABORT,
                                        0))
                        .buffer();
        ByteBuffer bytes = join(first, abort, second);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        RecordReader<byte[], byte[]> reader =
                reader(fetched(bytes, 0, List.of(new Aborted(7, 0))), true);
        reader.read(10, records);
        assertEquals(1, records.size());
        assertEquals("committed", new String(records.get(0).value()));
        assertEquals(3, reader.nextOffset());
    }
}
