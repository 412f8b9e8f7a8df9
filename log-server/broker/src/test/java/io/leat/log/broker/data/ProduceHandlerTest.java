package io.leat.log.broker.data;

import static io.leat.log.broker.data.DataHarness.batch;
import static io.leat.log.broker.data.DataHarness.numbered;
import static io.leat.log.broker.data.DataHarness.produce;
import static io.leat.log.broker.data.DataHarness.topicData;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.ProduceResponse.PartitionProduceResponse;
import io.leat.log.protocol.record.BatchBuilder;
import io.leat.log.protocol.record.Compression;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ProduceHandlerTest {

    private final DataHarness test = new DataHarness(11);

    @BeforeEach
    void makeTopic() {
        test.topic("t", 2, Map.of());
    }

    @AfterEach
    void close() {
        test.close();
    }

    private ErrorCode errorOf(ByteBuffer batch) {
        return test.send("t", 0, batch).errorCode();
    }

    @Test
    void shouldKeepWhatWasAcknowledgedThroughAPowerLossAndNeverShowLess() {
        for (int i = 0; i < 5; i++) {
            assertEquals(2L * i, test.send("t", 0, batch(2)).baseOffset());
        }
        test.crash();
        int known = 0;
        for (int i = 0; i < 200; i++) {
            var latest = test.offset(6, "t", -1);
            if (latest.errorCode() == ErrorCode.NONE) {
                assertEquals(10, latest.offset());
                known++;
            }
        }
        assertTrue(known > 0);
    }

    @Test
    void shouldSayWhichRecordsAreWhyABatchIsRefused() {
        test.topic("compacted", 1, Map.of("cleanup.policy", "compact"));
        test.topic("timed", 1, Map.of("message.timestamp.after.max.ms", "60000"));
        BatchBuilder builder = new BatchBuilder(100, Compression.LZ4);
        builder.append(0, ByteBuffer.wrap(new byte[1]), null);
        builder.append(Long.MAX_VALUE / 2, null, null);
        builder.append(0, null, null);

        var keyless = test.send(9, produce("compacted", 0, -1, builder.build()));
        var late = test.send(9, produce("timed", 0, -1, builder.build()));

        assertEquals(ErrorCode.INVALID_RECORD, keyless.errorCode());
        assertEquals(List.of(1, 2), indexes(keyless));
        assertEquals(ErrorCode.INVALID_TIMESTAMP, late.errorCode());
        assertEquals(List.of(1), indexes(late));
        assertEquals(0, test.offset(6, "timed", -1).offset());
    }

    private static List<Integer> indexes(PartitionProduceResponse response) {
        return response.recordErrors().stream().map(error -> error.batchIndex()).toList();
    }

    @Test
    void shouldRefuseUnknownAcks() {
        var refused = test.send(9, produce("t", 0, 2, batch(1)));
        assertEquals(ErrorCode.INVALID_REQUIRED_ACKS, refused.errorCode());
        assertEquals(0, test.offset(6, "t", -1).offset());
    }

    @Test
    void shouldTimeOutWhenTheDiskIsNotInTime() {
        var request = produce("t", 0, -1, batch(1)).toBuilder().timeoutMs(0).build();
        assertEquals(ErrorCode.REQUEST_TIMED_OUT, test.send(9, request).errorCode());
        test.simulation.runFor(1000);
        assertEquals(1, test.offset(6, "t", -1).offset());
    }

    @Test
    void shouldNotLetOnePartitionFailTheOthers() {
        ByteBuffer corrupt = batch(1);
        corrupt.put(corrupt.limit() - 1, (byte) 77);
        var request = produce(-1, List.of(topicData("t", 0, corrupt), topicData("t", 1, batch(1))));
        var topics = test.call(new ProduceHandler(test.broker()), 9, request).responses();
        assertEquals(
                ErrorCode.CORRUPT_MESSAGE, topics.get(0).partitionResponses().get(0).errorCode());
        assertEquals(ErrorCode.NONE, topics.get(1).partitionResponses().get(0).errorCode());
    }

    @Test
    void shouldSayNothingWithoutAcksAndCloseOnFailure() {
        var handler = new ProduceHandler(test.broker());
        var good = test.ask(handler, 9, produce("t", 0, 0, batch(1)));
        var bad = test.ask(handler, 9, produce("nowhere", 0, 0, batch(1)));
        test.simulation.runFor(1000);
        assertTrue(good.silent);
        assertNotNull(bad.closed);
    }

    @Test
    void shouldAnswerARetryWithTheOffsetOfTheOriginal() {
        for (int i = 0; i < 6; i++) {
            assertEquals(i, test.send("t", 0, numbered(5, 0, i, 1, false)).baseOffset());
        }
        for (int i = 1; i < 6; i++) {
            var retried = test.send("t", 0, numbered(5, 0, i, 1, false));
            assertEquals(ErrorCode.NONE, retried.errorCode());
            assertEquals(i, retried.baseOffset());
        }
        assertEquals(ErrorCode.DUPLICATE_SEQUENCE_NUMBER, errorOf(numbered(5, 0, 0, 1, false)));
        test.crash();
        test.simulation.runFor(1000);
        for (int i = 1; i < 6; i++) {
            assertEquals(i, test.send("t", 0, numbered(5, 0, i, 1, false)).baseOffset());
        }
        assertEquals(6, test.offset(6, "t", -1).offset());
    }

    @Test
    void shouldRefuseGapsAndOldEpochs() {
        assertEquals(ErrorCode.NONE, errorOf(numbered(5, 3, 7, 2, false)));
        assertEquals(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER, errorOf(numbered(5, 3, 10, 1, false)));
        assertEquals(ErrorCode.INVALID_PRODUCER_EPOCH, errorOf(numbered(5, 2, 9, 1, false)));
        assertEquals(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER, errorOf(numbered(5, 4, 9, 1, false)));
        assertEquals(ErrorCode.NONE, errorOf(numbered(5, 4, 0, 1, false)));
    }

    @Test
    void shouldWrapSequences() {
        assertEquals(ErrorCode.NONE, errorOf(numbered(5, 0, Integer.MAX_VALUE - 1, 3, false)));
        assertEquals(ErrorCode.NONE, errorOf(numbered(5, 0, 1, 1, false)));
    }

    @Test
    void shouldRefuseATransactionNobodyBegan() {
        var request =
                produce("t", 0, -1, numbered(5, 0, 0, 1, true)).toBuilder()
                        .transactionalId("tx")
                        .build();
        for (int version : new int[] {11, 12}) {
            ErrorCode error = test.send(version, request).errorCode();
            assertTrue(error != ErrorCode.NONE, "version " + version);
        }
        assertEquals(0, test.offset(6, "t", -1).offset());
    }

    @Test
    void shouldWantKeysAndSizesAndTimesAsTheTopicSays() {
        test.topic("compact", 1, Map.of("cleanup.policy", "compact"));
        assertEquals(ErrorCode.INVALID_RECORD, test.send("compact", 0, batch(1)).errorCode());
        test.topic("small", 1, Map.of("max.message.bytes", "100"));
        assertEquals(ErrorCode.MESSAGE_TOO_LARGE, test.send("small", 0, batch(3)).errorCode());
        test.topic("stamped", 1, Map.of("message.timestamp.type", "LogAppendTime"));
        assertTrue(test.send("stamped", 0, batch(1)).logAppendTimeMs() > 0);
        assertEquals(-1, test.send("t", 0, batch(1)).logAppendTimeMs());
    }
}
