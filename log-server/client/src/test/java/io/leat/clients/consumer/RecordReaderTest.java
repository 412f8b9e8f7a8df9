package io.leat.clients.consumer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.leat.clients.consumer.Fetched.Aborted;
import io.leat.clients.consumer.Fetched.Bounds;
import io.leat.common.TopicPartition;
import io.leat.common.errors.CorruptRecordException;
import io.leat.common.serialization.ByteArrayDeserializer;
import io.leat.common.serialization.Deserializer;
import io.leat.log.protocol.ErrorCode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
        return new RecordReader<>(fetched, decoding(committed, true));
    }

    private static Decoding<byte[], byte[]> decoding(boolean committed, boolean checkCrcs) {
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        return new Decoding<>(bytes, bytes, committed, checkCrcs, new RecordBytes.Pool());
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

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void shouldReadEveryCodecFromHeapAndFromDirectMemory(CompressionType type) {
        SimpleRecord[] written = new SimpleRecord[2_000];
        for (int i = 0; i < written.length; i++) {
            String text = ("value " + i + " ").repeat(10 + i % 50);
            written[i] = new SimpleRecord(1_000 + i, ("k" + i).getBytes(), text.getBytes());
        }
        ByteBuffer heap =
                MemoryRecords.withRecords(5, Compression.of(type).build(), written).buffer();
        ByteBuffer direct = ByteBuffer.allocateDirect(heap.remaining());
        direct.put(heap.duplicate()).flip();
        for (ByteBuffer bytes : List.of(heap, direct)) {
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            reader(fetched(bytes, 5, List.of()), false).read(10_000, records);
            assertEquals(written.length, records.size());
            for (int i = 0; i < written.length; i++) {
                assertEquals(5 + i, records.get(i).offset());
                assertEquals(written[i].key(), ByteBuffer.wrap(records.get(i).key()));
                assertEquals(written[i].value(), ByteBuffer.wrap(records.get(i).value()));
            }
        }
    }

    @Test
    void shouldReadBlocksThatLz4LeftAsTheyAre() {
        byte[] noise = new byte[300_000];
        new Random(7).nextBytes(noise);
        ByteBuffer bytes =
                MemoryRecords.withRecords(
                                0, Compression.lz4().build(), new SimpleRecord(null, noise))
                        .buffer();
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        reader(fetched(bytes, 0, List.of()), false).read(10, records);
        assertArrayEquals(noise, records.get(0).value());
        assertNull(records.get(0).key());
        assertEquals(ConsumerRecord.NULL_SIZE, records.get(0).serializedKeySize());
    }

    @Test
    void shouldNotGoOnPastADamagedBatch() {
        ByteBuffer bytes = join(batch(0, 10, 20), batch(10, 10, 20));
        bytes.put(80, (byte) (bytes.get(80) + 1));
        RecordReader<byte[], byte[]> reader = reader(fetched(bytes, 0, List.of()), false);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        assertThrows(CorruptRecordException.class, () -> reader.read(10, records));
        assertThrows(CorruptRecordException.class, () -> reader.read(10, records));
        assertEquals(List.of(), records);
        assertEquals(0, reader.nextOffset());
    }

    @Test
    void shouldRefuseCompressedBytesThatAreCutShort() {
        ByteBuffer whole =
                MemoryRecords.withRecords(
                                0,
                                Compression.lz4().build(),
                                new SimpleRecord("word ".repeat(5_000).getBytes()))
                        .buffer();
        for (int cut = 1; cut < whole.remaining() - 61; cut += 3) {
            ByteBuffer bytes = ByteBuffer.allocate(whole.remaining() - cut);
            bytes.put(whole.slice(0, whole.remaining() - cut)).flip();
            bytes.putInt(8, bytes.remaining() - 12);
            RecordReader<byte[], byte[]> reader =
                    new RecordReader<>(fetched(bytes, 0, List.of()), decoding(false, false));
            assertThrows(
                    CorruptRecordException.class,
                    () -> reader.read(10, new ArrayList<>()),
                    "cut by " + cut);
        }
    }

    @Test
    void shouldGiveEachRecordItsOwnHeaders() {
        SimpleRecord plain = new SimpleRecord(1, null, new byte[1]);
        SimpleRecord headed =
                new SimpleRecord(
                        1,
                        null,
                        new byte[1],
                        new Header[] {
                            new RecordHeader("a", new byte[] {9}), new RecordHeader("b", null)
                        });
        ByteBuffer bytes =
                MemoryRecords.withRecords(0, Compression.NONE, plain, headed, plain).buffer();
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        reader(fetched(bytes, 0, List.of()), false).read(10, records);
        records.get(0).headers().add("added", new byte[0]);
        assertEquals(1, records.get(0).headers().toArray().length);
        assertEquals(0, records.get(2).headers().toArray().length);
        assertEquals(2, records.get(1).headers().toArray().length);
        assertArrayEquals(new byte[] {9}, records.get(1).headers().lastHeader("a").value());
        assertNull(records.get(1).headers().lastHeader("b").value());
    }

    @Test
    void shouldKeepHeadersThatADeserializerAdds() {
        Deserializer<byte[]> marking =
                new ByteArrayDeserializer() {
                    @Override
                    public byte[] deserialize(
                            String topic, io.leat.common.header.Headers headers, ByteBuffer data) {
                        if (data.get(data.position()) == 1) {
                            headers.add("seen", null);
                        }
                        return super.deserialize(topic, headers, data);
                    }
                };
        ByteBuffer bytes =
                MemoryRecords.withRecords(
                                0,
                                Compression.NONE,
                                new SimpleRecord(1, null, new byte[] {1}),
                                new SimpleRecord(1, null, new byte[] {0}))
                        .buffer();
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        new RecordReader<>(
                        fetched(bytes, 0, List.of()),
                        new Decoding<>(marking, marking, false, true, new RecordBytes.Pool()))
                .read(10, records);
        assertEquals(1, records.get(0).headers().toArray().length);
        assertEquals(0, records.get(1).headers().toArray().length);
    }
}
