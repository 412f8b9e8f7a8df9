package io.leat.log.broker.data;

import static io.leat.log.broker.data.DataHarness.batch;
import static io.leat.log.broker.data.DataHarness.fetch;
import static io.leat.log.broker.data.DataHarness.from;
import static io.leat.log.broker.data.DataHarness.produce;
import static io.leat.log.broker.data.DataHarness.topicData;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.broker.legacy.OldFetch;
import io.leat.log.broker.legacy.OldListOffsets;
import io.leat.log.broker.legacy.OldProduce;
import io.leat.log.broker.partition.Partition;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.FetchRequest;
import io.leat.log.protocol.message.FetchResponse;
import io.leat.log.protocol.message.ListOffsetsRequest;
import io.leat.log.protocol.message.ProduceRequest;
import io.leat.log.protocol.message.ProduceResponse.PartitionProduceResponse;
import io.leat.log.protocol.record.BatchBuilder;
import io.leat.log.protocol.record.Compression;
import io.leat.log.protocol.record.RecordBatch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Produce, Fetch and ListOffsets of clients from before Kafka 0.11, with Kafka's message sets. */
final class OldRequestsTest {

    private final DataHarness test = new DataHarness(12);

    @AfterEach
    void close() {
        test.close();
    }

    private static ByteBuffer set(int magic, CompressionType codec, int count, int valueBytes) {
        try (var builder =
                MemoryRecords.builder(
                        ByteBuffer.allocate(1024),
                        (byte) magic,
                        org.apache.kafka.common.compress.Compression.of(codec).build(),
                        TimestampType.CREATE_TIME,
                        0)) {
            for (int i = 0; i < count; i++) {
                builder.append(1000 + i, ("k" + i).getBytes(UTF_8), new byte[valueBytes]);
            }
            return builder.build().buffer();
        }
    }

    private PartitionProduceResponse send(int version, ProduceRequest request) {
        var response = test.call(new OldProduce(test.broker()), version, request);
        return response.responses().get(0).partitionResponses().get(0);
    }

    private FetchResponse.PartitionData read(int version, FetchRequest request) {
        FetchResponse response = test.call(new OldFetch(test.broker()), version, request);
        return response.responses().get(0).partitions().get(0);
    }

    private static List<Long> offsets(FetchResponse.PartitionData data) {
        List<Long> offsets = new ArrayList<>();
        for (Record record : records(data)) {
            offsets.add(record.offset());
        }
        return offsets;
    }

    private static Iterable<Record> records(FetchResponse.PartitionData data) {
        assertNotNull(data.records());
        MemoryRecords records = MemoryRecords.readableRecords(data.records().toBuffer());
        records.batches().forEach(each -> each.ensureValid());
        return records.records();
    }

    @Test
    void shouldStoreBatchesOfASetThatIsLargerThanABatchMayBeOneBehindTheOther() {
        test.topic("t", 1, Map.of("max.message.bytes", "10000"));
        test.send("t", 0, batch(3));

        ByteBuffer large = set(0, CompressionType.NONE, 300, 200);
        var answer = send(0, produce("t", 0, -1, large));

        assertEquals(ErrorCode.NONE, answer.errorCode());
        assertEquals(3, answer.baseOffset());
        assertEquals(303, test.offset(6, "t", -1).offset());
        assertEquals(
                300, offsets(read(2, fetch(from("t", 0, 3)).build())).stream().distinct().count());
    }

    @Test
    void shouldRefuseOneDamagedSetAndTakeTheOther() {
        test.topic("t", 2, Map.of());
        ByteBuffer damaged = set(1, CompressionType.GZIP, 3, 10);
        damaged.put(40, (byte) (damaged.get(40) ^ 1));
        ByteBuffer good = set(1, CompressionType.SNAPPY, 3, 10);
        ProduceRequest request =
                produce(-1, List.of(topicData("t", 0, damaged), topicData("t", 1, good)));

        var topics = test.call(new OldProduce(test.broker()), 2, request).responses();

        assertEquals(
                ErrorCode.CORRUPT_MESSAGE, topics.get(0).partitionResponses().get(0).errorCode());
        assertEquals(ErrorCode.NONE, topics.get(1).partitionResponses().get(0).errorCode());
        assertEquals(1, topics.get(1).partitionResponses().get(0).index());
    }

    @Test
    void shouldCloseTheConnectionOfAProducerThatWaitsForNoAnswer() {
        test.topic("t", 1, Map.of());
        ByteBuffer cut = set(1, CompressionType.NONE, 3, 10).limit(20);
        var answer = test.ask(new OldProduce(test.broker()), 2, produce("t", 0, 0, cut));
        assertTrue(test.simulation.runUntil(answer::done, 1000));
        assertNotNull(answer.closed);
    }

    @Test
    void shouldShowOldClientsWhatNewOnesWriteWhateverTheCodec() {
        test.topic("t", 1, Map.of());
        for (Compression codec : Compression.values()) {
            BatchBuilder builder = new BatchBuilder(100, codec);
            builder.append(codec.id(), null, UTF_8.encode(codec.label()));
            builder.append(codec.id(), null, null);
            test.send("t", 0, builder.build());
        }
        for (int version = 0; version <= 3; version++) {
            var data = read(version, fetch(from("t", 0, 3)).build());
            assertEquals(List.of(3L, 4L, 5L, 6L, 7L, 8L, 9L), offsets(data), "v" + version);
            assertEquals(10, data.highWatermark());
        }
    }

    /** As Kafka: what a producer chose is its readers' business. */
    @Test
    void shouldRefuseZstdBelowFetchVersion10OnlyWhereTheTopicWantsIt() {
        BatchBuilder zstd = new BatchBuilder(100, Compression.ZSTD);
        zstd.append(1, null, UTF_8.encode("v"));
        test.topic("chosen", 1, Map.of());
        test.topic("wanted", 1, Map.of("compression.type", "zstd"));
        for (String topic : List.of("chosen", "wanted")) {
            test.send(topic, 0, zstd.build());
            for (int version : new int[] {3, 4, 9, 10}) {
                var data = read(version, fetch(from(topic, 0, 0)).build());
                boolean refused = topic.equals("wanted") && (version == 4 || version == 9);
                assertEquals(
                        refused ? ErrorCode.UNSUPPORTED_COMPRESSION_TYPE : ErrorCode.NONE,
                        data.errorCode(),
                        topic + " with version " + version);
            }
        }
    }

    @Test
    void shouldReadOneMessageThatIsLargerThanTheClientWants() {
        test.topic("t", 1, Map.of());
        send(2, produce("t", 0, -1, set(1, CompressionType.NONE, 2, 5000)));
        FetchRequest.Topic small =
                FetchRequest.Topic.builder()
                        .topic("t")
                        .partitions(
                                List.of(DataHarness.wanted(0, 0).partitionMaxBytes(100).build()))
                        .build();
        assertEquals(List.of(0L), offsets(read(0, fetch(small).build())));
    }

    @Test
    void shouldReadOneMessageWhenTheClientWantsNoBytesAtAll() {
        test.topic("t", 1, Map.of());
        test.send("t", 0, batch(3));
        assertEquals(List.of(0L), offsets(read(3, fetch(from("t", 0, 0)).maxBytes(0).build())));
    }

    @Test
    void shouldWaitBehindControlRecordsThatAreAllThereIs() {
        test.topic("t", 1, Map.of());
        test.send("t", 0, batch(1));
        append(marker());
        FetchRequest request = fetch(from("t", 0, 1)).maxWaitMs(10_000).build();

        var answer = test.ask(new OldFetch(test.broker()), 2, request);
        test.simulation.runFor(2000);
        assertFalse(answer.done(), "it waits for something to read");
        test.send("t", 0, batch(1));

        assertTrue(test.simulation.runUntil(answer::done, 1000));
        assertEquals(List.of(2L), offsets(answer.response.responses().get(0).partitions().get(0)));
    }

    @Test
    void shouldAnswerInTimeWhenControlRecordsAreAllThereIs() {
        test.topic("t", 1, Map.of());
        append(marker());
        var data = read(2, fetch(from("t", 0, 0)).maxWaitMs(300).build());
        assertEquals(List.of(), offsets(data));
        assertEquals(ErrorCode.NONE, data.errorCode());
    }

    private static RecordBatch marker() {
        BatchBuilder marker = BatchBuilder.control(100);
        marker.append(1, ByteBuffer.allocate(4), ByteBuffer.allocate(6));
        return RecordBatch.at(marker.build());
    }

    private void append(RecordBatch batch) {
        var ref = test.broker().topics().find(test.broker().image(), "t", 0);
        assertNotNull(ref);
        ref.post(partition -> append(partition, batch));
        test.simulation.runFor(100);
    }

    private static void append(Partition partition, RecordBatch batch) {
        ((LogPartition) partition).writes().append(batch);
    }

    @Test
    void shouldListOneOffset() {
        test.topic("t", 1, Map.of());
        test.send("t", 0, batch(5)); // at 1000, 1001, ...
        assertEquals(List.of(5L), listed(-1, 10));
        assertEquals(List.of(0L), listed(-2, 1));
        assertEquals(List.of(3L), listed(1003, 1));
        assertEquals(List.of(5L), listed(9000, 1));
        assertEquals(List.of(), listed(-1, 0));
    }

    private List<Long> listed(long timestamp, int max) {
        ListOffsetsRequest request =
                ListOffsetsRequest.builder()
                        .topics(
                                List.of(
                                        new ListOffsetsRequest.Topic(
                                                "t",
                                                List.of(
                                                        ListOffsetsRequest.Partition.builder()
                                                                .timestamp(timestamp)
                                                                .maxNumOffsets(max)
                                                                .build()))))
                        .build();
        var response = test.call(new OldListOffsets(test.broker()), 0, request);
        return response.topics().get(0).partitions().get(0).oldStyleOffsets();
    }
}
