package io.leat.log.protocol.messageset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.record.BatchBuilder;
import io.leat.log.protocol.record.Compression;
import io.leat.log.protocol.record.DecodedRecord;
import io.leat.log.protocol.record.InvalidBatchException;
import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.protocol.record.RecordCursor;
import io.leat.log.protocol.record.RecordHeader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Message sets of Apache Kafka become batches, batches become message sets Apache Kafka reads. */
class MessageSetTest {

    private static final int BATCH_MAX = 1 << 20;
    private static final int DECOMPRESSED_MAX = 100 << 20;

    /** A set of Kafka's own making: keys and values k0=v0, k1=v1, ..., the third value is null. */
    private static ByteBuffer kafkaSet(int magic, CompressionType codec, int count) {
        return kafkaSet(magic, codec, count, "v");
    }

    private static ByteBuffer kafkaSet(int magic, CompressionType codec, int count, String value) {
        try (var builder =
                MemoryRecords.builder(
                        ByteBuffer.allocate(1024),
                        (byte) magic,
                        org.apache.kafka.common.compress.Compression.of(codec).build(),
                        TimestampType.CREATE_TIME,
                        0)) {
            for (int i = 0; i < count; i++) {
                builder.append(
                        1000 + i,
                        ("k" + i).getBytes(UTF_8),
                        i == 2 ? null : (value + i).getBytes(UTF_8));
            }
            return builder.build().buffer();
        }
    }

    private static List<DecodedRecord> records(List<ByteBuffer> batches) {
        List<DecodedRecord> records = new ArrayList<>();
        for (ByteBuffer batch : batches) {
            RecordBatch.at(batch).checkValid();
            records.addAll(RecordCursor.decode(RecordBatch.at(batch)));
        }
        return records;
    }

    private static List<ByteBuffer> batches(ByteBuffer set) {
        return MessageSetReader.batches(set, BATCH_MAX, DECOMPRESSED_MAX);
    }

    @ParameterizedTest
    @CsvSource({
        "0, NONE",
        "0, GZIP",
        "0, SNAPPY",
        "0, LZ4",
        "1, NONE",
        "1, GZIP",
        "1, SNAPPY",
        "1, LZ4"
    })
    void shouldTakeOverWhatKafkaWrote(int magic, CompressionType codec) {
        List<ByteBuffer> batches = batches(kafkaSet(magic, codec, 5));

        assertEquals(1, batches.size());
        RecordBatch batch = RecordBatch.at(batches.get(0));
        assertEquals(codec.id, batch.compression().id());
        assertEquals(magic == 0 ? -1 : 1004, batch.maxTimestamp());
        List<DecodedRecord> records = records(batches);
        assertEquals(5, records.size());
        for (int i = 0; i < 5; i++) {
            assertEquals(magic == 0 ? -1 : 1000 + i, records.get(i).timestamp());
            assertEquals(UTF_8.encode("k" + i), records.get(i).key());
            assertEquals(i == 2 ? null : UTF_8.encode("v" + i), records.get(i).value());
        }
    }

    @Test
    void shouldTakeAFrameOfLz4WhoseDescriptorHasTheRightChecksumInFormat0() {
        ByteBuffer right = kafkaSet(1, CompressionType.LZ4, 3);
        MessageView inner = MessageView.next(right);
        MessageView old = new MessageView(0, inner.attributes(), -1, null, inner.value());

        assertTrue(WrappedSet.of(old, Compression.LZ4, BATCH_MAX).hasRemaining());
    }

    @Test
    void shouldSplitUncompressedMessagesAtTheSizeOfABatch() {
        ByteBuffer set = kafkaSet(1, CompressionType.NONE, 100, "x".repeat(100));

        List<ByteBuffer> batches = MessageSetReader.batches(set, 1000, DECOMPRESSED_MAX);

        assertTrue(batches.size() > 10, "" + batches.size());
        assertTrue(batches.stream().allMatch(batch -> batch.remaining() <= 1000));
        assertEquals(100, records(batches).size());
        assertEquals(UTF_8.encode("k99"), records(batches).get(99).key());
    }

    @Test
    void shouldTakePlainAndCompressedMessagesInOneSetInTheirOrder() {
        ByteBuffer one = kafkaSet(1, CompressionType.NONE, 1);
        ByteBuffer two = kafkaSet(1, CompressionType.GZIP, 2);
        ByteBuffer set = ByteBuffer.allocate(2 * one.remaining() + two.remaining());
        set.put(one.duplicate()).put(two).put(one.duplicate()).flip();

        List<ByteBuffer> batches = batches(set);

        assertEquals(3, batches.size());
        assertEquals(
                List.of("k0", "k0", "k1", "k0"),
                records(batches).stream()
                        .map(record -> UTF_8.decode(record.key()).toString())
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldWriteWhatKafkaReads(int magic) {
        BatchBuilder builder = new BatchBuilder(100, Compression.ZSTD).baseOffset(40);
        for (int i = 0; i < 3; i++) {
            builder.append(
                    500 + i,
                    i == 1 ? null : UTF_8.encode("k" + i),
                    i == 2 ? null : UTF_8.encode("v" + i),
                    List.of(new RecordHeader("h", null)));
        }
        MessageSetWriter writer = new MessageSetWriter(magic, 40, BATCH_MAX, false);
        writer.add(RecordBatch.at(builder.build()));
        List<Record> read = new ArrayList<>();
        MemoryRecords set = MemoryRecords.readableRecords(writer.build());
        set.batches().forEach(batch -> batch.ensureValid());
        set.records().forEach(read::add);

        assertEquals(3, read.size());
        for (int i = 0; i < 3; i++) {
            assertEquals(40 + i, read.get(i).offset());
            assertEquals(magic == 0 ? -1 : 500 + i, read.get(i).timestamp());
            assertEquals(i == 1 ? null : UTF_8.encode("k" + i), read.get(i).key());
            assertEquals(i == 2 ? null : UTF_8.encode("v" + i), read.get(i).value());
            assertTrue(read.get(i).hasMagic((byte) magic));
        }
        assertEquals(43, writer.nextOffset());
    }

    @Test
    void shouldSayThatTheTimeIsTheServersWhereItIs() {
        BatchBuilder builder = new BatchBuilder(100, Compression.NONE);
        builder.append(1, null, UTF_8.encode("v"));
        RecordBatch batch = RecordBatch.at(builder.build());
        batch.setLogAppendTime(777);
        MessageSetWriter writer = new MessageSetWriter(1, 0, BATCH_MAX, false);
        writer.add(batch);

        var read = MemoryRecords.readableRecords(writer.build()).batches().iterator().next();

        assertEquals(TimestampType.LOG_APPEND_TIME, read.timestampType());
        assertEquals(777, read.iterator().next().timestamp());
    }

    @Test
    void shouldLeaveOutControlRecordsButGetPastThem() {
        BatchBuilder marker = BatchBuilder.control(100).baseOffset(7);
        marker.append(1, ByteBuffer.allocate(4), ByteBuffer.allocate(6));
        MessageSetWriter writer = new MessageSetWriter(1, 5, BATCH_MAX, false);
        writer.add(RecordBatch.at(marker.build()));

        assertEquals(0, writer.build().remaining());
        assertEquals(8, writer.nextOffset());
    }

    @Test
    void shouldBeginAtTheOffsetWantedAndEndBeforeTheMessageThatDoesNotFit() {
        BatchBuilder builder = new BatchBuilder(100, Compression.GZIP).baseOffset(10);
        for (int i = 0; i < 10; i++) {
            builder.append(1, null, ByteBuffer.allocate(100));
        }
        MessageSetWriter writer = new MessageSetWriter(0, 12, 300, false);
        writer.add(RecordBatch.at(builder.build()));

        List<Long> offsets = new ArrayList<>();
        MemoryRecords.readableRecords(writer.build())
                .records()
                .forEach(record -> offsets.add(record.offset()));
        assertEquals(List.of(12L, 13L), offsets);
        assertTrue(writer.isFull());
        assertEquals(14, writer.nextOffset());
    }

    @Test
    void shouldWriteOneWholeMessageHoweverSmallTheLimit() {
        BatchBuilder builder = new BatchBuilder(100, Compression.NONE);
        builder.append(1, null, ByteBuffer.allocate(100_000));
        MessageSetWriter first = new MessageSetWriter(1, 0, 10, true);
        first.add(RecordBatch.at(builder.build()));
        MessageSetWriter later = new MessageSetWriter(1, 0, 10, false);
        later.add(RecordBatch.at(builder.build()));

        assertEquals(100_034, first.build().remaining());
        assertEquals(0, later.build().remaining());
    }

    private static ErrorCode refusal(ByteBuffer set) {
        return assertThrows(InvalidBatchException.class, () -> batches(set)).code();
    }

    @Test
    void shouldRefuseDamage() {
        ByteBuffer good = kafkaSet(1, CompressionType.NONE, 2);
        ByteBuffer flipped = ByteBuffer.allocate(good.remaining()).put(good.duplicate()).flip();
        int last = flipped.limit() - 1;
        flipped.put(last, (byte) (flipped.get(last) ^ 1));

        assertEquals(ErrorCode.CORRUPT_MESSAGE, refusal(flipped));
        assertEquals(ErrorCode.CORRUPT_MESSAGE, refusal(good.duplicate().limit(last)));
        assertEquals(ErrorCode.CORRUPT_MESSAGE, refusal(ByteBuffer.allocate(0)));
    }

    @Test
    void shouldRefuseACompressedMessageInsideACompressedMessage() {
        ByteBuffer inner = kafkaSet(1, CompressionType.GZIP, 3);
        assertEquals(ErrorCode.CORRUPT_MESSAGE, refusal(OldMessages.wrapped(1, 1, inner)));
    }

    @Test
    void shouldRefuseZstdAndUnknownCodecs() {
        ByteBuffer inner = kafkaSet(1, CompressionType.NONE, 3);
        for (int codec = 4; codec <= 7; codec++) {
            ByteBuffer set = OldMessages.message(1, codec, inner);
            assertEquals(ErrorCode.UNSUPPORTED_COMPRESSION_TYPE, refusal(set), "codec " + codec);
        }
    }

    @Test
    void shouldRefuseAClientThatSetsTheTimeOfTheServer() {
        ByteBuffer set = OldMessages.message(1, 8, ByteBuffer.allocate(1));
        assertEquals(ErrorCode.INVALID_TIMESTAMP, refusal(set));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void shouldStopAtTheLimitOfWhatAMessageMayHold(int codec) {
        ByteBuffer inner = OldMessages.message(1, 0, ByteBuffer.allocate(50 << 20));
        ByteBuffer bomb = OldMessages.wrapped(1, codec, inner);
        assertTrue(bomb.remaining() < 4 << 20, "" + bomb.remaining());

        InvalidBatchException refusal =
                assertThrows(
                        InvalidBatchException.class,
                        () -> MessageSetReader.batches(bomb, BATCH_MAX, 1 << 20));
        assertEquals(ErrorCode.MESSAGE_TOO_LARGE, refusal.code());
    }

    /** Whatever comes, it is batches or a refusal: no other exception, no endless loop. */
    @Test
    void shouldSurviveRandomDamage() {
        List<ByteBuffer> samples = new ArrayList<>();
        for (int magic = 0; magic <= 1; magic++) {
            for (int codec = 0; codec <= 3; codec++) {
                samples.add(kafkaSet(magic, CompressionType.forId(codec), 4));
            }
        }
        Random random = new Random(5);
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            ByteBuffer sample = samples.get(random.nextInt(samples.size()));
            ByteBuffer set = OldMessages.damaged(sample, random);
            try {
                records(MessageSetReader.batches(set, BATCH_MAX, 1 << 20));
            } catch (InvalidBatchException e) {
                refused++;
            }
        }
        assertTrue(refused > 10_000, "only " + refused);
    }
}
