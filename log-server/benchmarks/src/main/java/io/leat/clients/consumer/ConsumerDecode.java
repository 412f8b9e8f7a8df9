package io.leat.clients.consumer;

import io.leat.common.TopicPartition;
import io.leat.common.serialization.ByteArrayDeserializer;
import io.leat.common.serialization.Deserializer;
import io.leat.common.serialization.StringDeserializer;
import io.leat.log.protocol.ErrorCode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Fetched bytes into records as poll does it: for the benchmark of decoding, which needs what only
 * this package sees. One thread.
 */
public final class ConsumerDecode<T> {

    private static final TopicPartition PARTITION = new TopicPartition("topic", 0);
    private static final Fetched.Bounds BOUNDS = new Fetched.Bounds(-1, -1, -1);

    private final ByteBuffer batches;
    private final Decoding<T, T> decoding;

    private ConsumerDecode(ByteBuffer batches, Deserializer<T> deserializer) {
        this.batches = batches;
        this.decoding =
                new Decoding<>(deserializer, deserializer, false, true, new RecordBytes.Pool());
    }

    /** Record batches from offset 0 on, into byte arrays. */
    public static ConsumerDecode<byte[]> ofBytes(ByteBuffer batches) {
        return new ConsumerDecode<>(batches, new ByteArrayDeserializer());
    }

    /** Record batches from offset 0 on, into strings. */
    public static ConsumerDecode<String> ofStrings(ByteBuffer batches) {
        return new ConsumerDecode<>(batches, new StringDeserializer());
    }

    /** Decodes all of it. */
    public List<ConsumerRecord<T, T>> decode() {
        Fetched fetched =
                new Fetched(
                        PARTITION,
                        0,
                        0,
                        ErrorCode.NONE,
                        batches.duplicate(),
                        List.of(),
                        BOUNDS,
                        () -> {});
        List<ConsumerRecord<T, T>> records = new ArrayList<>(512);
        new RecordReader<>(fetched, decoding).read(Integer.MAX_VALUE, records);
        return records;
    }
}
