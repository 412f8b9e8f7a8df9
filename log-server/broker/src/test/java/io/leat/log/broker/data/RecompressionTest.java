package io.leat.log.broker.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.record.BatchBuilder;
import io.leat.log.protocol.record.Compression;
import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.protocol.record.RecordCursor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RecompressionTest {

    private final DataHarness test = new DataHarness(3);

    @AfterEach
    void close() {
        test.close();
    }

    private static ByteBuffer batch(Compression codec, byte[] key, long... timestamps) {
        BatchBuilder builder = new BatchBuilder(64, codec);
        for (long timestamp : timestamps) {
            ByteBuffer value = ByteBuffer.wrap(new byte[400]);
            builder.append(timestamp, key == null ? null : ByteBuffer.wrap(key), value);
        }
        return builder.build();
    }

    private RecordBatch stored(String topic) {
        var request = DataHarness.fetch(DataHarness.from(topic, 0, 0)).build();
        var response = test.call(new FetchHandler(test.broker()), 11, request);
        var records = response.responses().get(0).partitions().get(0).records();
        return RecordBatch.at(records.toBuffer());
    }

    @Test
    void shouldStoreBatchesUnderTheCodecOfTheTopic() {
        for (String type : List.of("uncompressed", "gzip", "snappy", "lz4", "zstd", "producer")) {
            test.topic(type, 1, Map.of("compression.type", type));
            ByteBuffer sent = batch(Compression.GZIP, null, 1000, 1001, 1002);
            var expected = RecordCursor.decode(RecordBatch.at(sent));
            assertEquals(ErrorCode.NONE, test.send(type, 0, sent).errorCode());
            RecordBatch found = stored(type);
            found.checkValid();
            Compression wanted =
                    switch (type) {
                        case "uncompressed" -> Compression.NONE;
                        case "producer" -> Compression.GZIP;
                        default -> Compression.forName(type);
                    };
            assertEquals(wanted, found.compression());
            assertEquals(expected, RecordCursor.decode(found));
        }
    }

    @Test
    void shouldCheckTheSizeThatIsStored() {
        test.topic("t", 1, Map.of("compression.type", "uncompressed", "max.message.bytes", "1000"));
        ByteBuffer small = batch(Compression.GZIP, null, 1, 2, 3);
        assertEquals(ErrorCode.MESSAGE_TOO_LARGE, test.send("t", 0, small).errorCode());
        assertEquals(
                ErrorCode.NONE, test.send("t", 0, batch(Compression.GZIP, null, 1)).errorCode());
    }

    @Test
    void shouldLookIntoCompressedBatchesWhereTheTopicNeedsIt() {
        test.topic("compact", 1, Map.of("cleanup.policy", "compact"));
        ByteBuffer keyless = batch(Compression.LZ4, null, 1, 2);
        assertEquals(ErrorCode.INVALID_RECORD, test.send("compact", 0, keyless).errorCode());
        ByteBuffer keyed = batch(Compression.LZ4, new byte[] {1}, 1, 2);
        assertEquals(ErrorCode.NONE, test.send("compact", 0, keyed).errorCode());

        test.topic("bounded", 1, Map.of("message.timestamp.after.max.ms", "1000"));
        long now = test.host.ports().clock().epochMillis();
        ByteBuffer late = batch(Compression.LZ4, null, now, now + 50_000, now);
        RecordBatch.at(late).setMaxTimestamp(now); // the header lies
        assertEquals(ErrorCode.INVALID_TIMESTAMP, test.send("bounded", 0, late).errorCode());

        test.topic("stamped", 1, Map.of("message.timestamp.type", "LogAppendTime"));
        ByteBuffer future = batch(Compression.LZ4, null, now + 99_000_000);
        assertEquals(ErrorCode.NONE, test.send("stamped", 0, future).errorCode());
    }
}
