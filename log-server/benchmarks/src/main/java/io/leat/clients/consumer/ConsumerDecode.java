package io.leat.clients.consumer;

import io.leat.common.TopicPartition;
import io.leat.common.serialization.ByteArrayDeserializer;
import io.leat.log.protocol.ErrorCode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Fetched bytes into records as poll does it: for the benchmark of decoding, which needs what only
 * this package sees. One thread.
 */
public final class ConsumerDecode {

    private static final Fetched.Bounds BOUNDS = new Fetched.Bounds(-1, -1, -1);

    private final ByteBuffer batches;
    private final Decoding<byte[], byte[]> decoding;

    /**
     * @param batches uncompressed record batches from offset 0 on
     */
    public ConsumerDecode(ByteBuffer batches) {
        this.batches = batches;
        this.decoding =
                new Decoding<>(
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer(),
                        false,
                        true,
                        (codec, compressed) -> compressed);
    }

    /** Decodes all of it. */
    public List<ConsumerRecord<byte[], byte[]>> decode() {
        Fetched fetched =
                new Fetched(
                        new TopicPartition("topic", 0),
                        0,
                        0,
                        ErrorCode.NONE,
                        batches.duplicate(),
                        List.of(),
                        BOUNDS,
                        () -> {});
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        new RecordReader<>(fetched, decoding).read(Integer.MAX_VALUE, records);
        return records;
    }
}
