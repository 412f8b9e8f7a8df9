package io.leat.log.protocol.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Batches written here and read by kafka-clients, and the other way. */
final class KafkaCompatibilityTest {

    private record Sample(long timestamp, byte[] key, byte[] value, List<Header> headers) {}

    private static List<Sample> samples(long seed) {
        Random random = new Random(seed);
        List<Sample> samples = new ArrayList<>();
        int count = 1 + random.nextInt(400);
        for (int i = 0; i < count; i++) {
            byte[] key = random.nextInt(4) == 0 ? null : text(random, random.nextInt(40));
            int size = random.nextInt(50) == 0 ? 40_000 : random.nextInt(300);
            byte[] value = random.nextInt(8) == 0 ? null : text(random, size);
            List<Header> headers = new ArrayList<>();
            for (int h = random.nextInt(3); h > 0; h--) {
                byte[] content = random.nextBoolean() ? null : text(random, random.nextInt(20));
                headers.add(new RecordHeader("h\u00fc" + h, content));
            }
            samples.add(new Sample(1_000_000L + random.nextInt(5_000), key, value, headers));
        }
        return samples;
    }

    private static byte[] text(Random random, int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) ('a' + random.nextInt(6));
        }
        return bytes;
    }

    private static ByteBuffer wrap(byte[] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }

    private static org.apache.kafka.common.compress.Compression kafka(Compression compression) {
        return org.apache.kafka.common.compress.Compression.of(compression.label()).build();
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void shouldWriteWhatKafkaReads(Compression compression) {
        for (long seed = 0; seed < 20; seed++) {
            List<Sample> samples = samples(seed);
            BatchBuilder builder = new BatchBuilder(64, compression);
            builder.baseOffset(77).leaderEpoch(5).producer(9, (short) 2, 1000, true);
            for (Sample sample : samples) {
                List<io.leat.log.protocol.record.RecordHeader> headers = new ArrayList<>();
                for (Header header : sample.headers) {
                    headers.add(
                            new io.leat.log.protocol.record.RecordHeader(
                                    header.key(), wrap(header.value())));
                }
                builder.append(sample.timestamp, wrap(sample.key), wrap(sample.value), headers);
            }
            MemoryRecords records = MemoryRecords.readableRecords(builder.build());
            List<MutableRecordBatch> batches = new ArrayList<>();
            records.batches().forEach(batches::add);
            assertEquals(1, batches.size());
            MutableRecordBatch batch = batches.get(0);
            batch.ensureValid();
            assertEquals(77, batch.baseOffset());
            assertEquals(5, batch.partitionLeaderEpoch());
            assertEquals(9, batch.producerId());
            assertEquals(2, batch.producerEpoch());
            assertEquals(1000, batch.baseSequence());
            assertTrue(batch.isTransactional());
            int i = 0;
            for (Record record : batch) {
                Sample sample = samples.get(i);
                assertEquals(77 + i, record.offset());
                assertEquals(sample.timestamp, record.timestamp());
                assertArrayEquals(sample.key, Utils.toNullableArray(record.key()));
                assertArrayEquals(sample.value, Utils.toNullableArray(record.value()));
                assertEquals(sample.headers, List.of(record.headers()));
                i++;
            }
            assertEquals(samples.size(), i);
        }
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void shouldReadWhatKafkaWrites(Compression compression) {
        for (long seed = 0; seed < 20; seed++) {
            List<Sample> samples = samples(seed);
            MemoryRecordsBuilder builder =
                    new MemoryRecordsBuilder(
                            ByteBuffer.allocate(1 << 20),
                            (byte) 2,
                            kafka(compression),
                            TimestampType.CREATE_TIME,
                            33,
                            -1,
                            4,
                            (short) 1,
                            12,
                            false,
                            false,
                            8,
                            1 << 20);
            for (Sample sample : samples) {
                builder.append(
                        sample.timestamp,
                        sample.key,
                        sample.value,
                        sample.headers.toArray(new Header[0]));
            }
            ByteBuffer bytes = builder.build().buffer();
            RecordBatch batch = RecordBatch.at(bytes);
            batch.checkValid();
            assertEquals(33, batch.baseOffset());
            assertEquals(8, batch.leaderEpoch());
            assertEquals(compression, batch.compression());
            assertEquals(samples.size(), batch.count());
            assertEquals(12 + samples.size() - 1, batch.lastSequence());
            long max = BatchCheck.records(batch, false, 1 << 26);
            assertEquals(batch.maxTimestamp(), max);
            List<DecodedRecord> records = RecordCursor.decode(batch);
            for (int i = 0; i < samples.size(); i++) {
                Sample sample = samples.get(i);
                DecodedRecord record = records.get(i);
                assertEquals(33 + i, record.offset());
                assertEquals(sample.timestamp, record.timestamp());
                assertEquals(wrap(sample.key), record.key());
                assertEquals(wrap(sample.value), record.value());
                assertEquals(sample.headers.size(), record.headers().size());
                for (int h = 0; h < sample.headers.size(); h++) {
                    Header header = sample.headers.get(h);
                    assertEquals(header.key(), record.headers().get(h).key());
                    assertEquals(wrap(header.value()), record.headers().get(h).value());
                }
            }
        }
    }

    @Test
    void shouldWriteUncompressedBatchesByteForByteAsKafkaDoes() {
        for (long seed = 0; seed < 20; seed++) {
            MemoryRecordsBuilder kafka =
                    MemoryRecords.builder(
                            ByteBuffer.allocate(1 << 20),
                            kafka(Compression.NONE),
                            TimestampType.CREATE_TIME,
                            0);
            BatchBuilder ours = new BatchBuilder(500, Compression.NONE);
            for (Sample sample : samples(seed)) {
                kafka.append(sample.timestamp, sample.key, sample.value);
                int before = ours.uncompressedBytes();
                int bound = RecordEncoder.upperBound(sample.key, sample.value, List.of());
                ours.append(sample.timestamp, wrap(sample.key), wrap(sample.value));
                assertTrue(ours.uncompressedBytes() - before <= bound);
            }
            assertEquals(kafka.build().buffer(), ours.build());
        }
    }

    @Test
    void shouldWriteMarkersThatKafkaReads() {
        ByteBuffer bytes =
                new EndTransactionMarker(ControlType.COMMIT, 31).toBatch(5, (short) 3, 123);
        RecordBatch batch = RecordBatch.at(bytes);
        assertTrue(batch.isControl());
        assertTrue(batch.isTransactional());
        for (Record record : MemoryRecords.readableRecords(bytes.duplicate()).records()) {
            assertEquals(ControlRecordType.COMMIT, ControlRecordType.parse(record.key()));
            var marker =
                    org.apache.kafka.common.record.internal.EndTransactionMarker.deserialize(
                            record);
            assertEquals(31, marker.coordinatorEpoch());
        }
        DecodedRecord record = RecordCursor.decode(batch).get(0);
        assertEquals(
                new EndTransactionMarker(ControlType.COMMIT, 31),
                EndTransactionMarker.read(record.key(), record.value()));
    }

    @Test
    void shouldKeepTheChecksumRightWhenFieldsChangeInPlace() {
        BatchBuilder builder = new BatchBuilder(100, Compression.NONE);
        builder.append(10, null, ByteBuffer.wrap("v".getBytes(UTF_8)));
        ByteBuffer bytes = builder.build();
        RecordBatch batch = RecordBatch.at(bytes);
        batch.setBaseOffset(500);
        batch.setLeaderEpoch(3);
        assertTrue(batch.isValid());
        batch.setLogAppendTime(99);
        batch.setProducer(1, (short) 2, 3);
        assertTrue(batch.isValid());
        MutableRecordBatch kafka = MemoryRecords.readableRecords(bytes).batches().iterator().next();
        kafka.ensureValid();
        assertEquals(TimestampType.LOG_APPEND_TIME, kafka.timestampType());
        assertEquals(99, kafka.iterator().next().timestamp());
        bytes.put(bytes.limit() - 1, (byte) 7);
        assertFalse(batch.isValid());
    }
}
