package io.leat.log.broker.data;

import io.leat.log.broker.config.TopicConfig;
import io.leat.log.broker.config.TopicKeys;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.record.BatchCheck;
import io.leat.log.protocol.record.BatchRewriter;
import io.leat.log.protocol.record.Compression;
import io.leat.log.protocol.record.InvalidBatchException;
import io.leat.log.protocol.record.RecordBatch;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a topic demands of a batch, resolved once from its settings. Immutable. */
record BatchRules(
        int bytesMax,
        boolean keysRequired,
        boolean createTime,
        long timestampBeforeMaxMs,
        long timestampAfterMaxMs,
        @Nullable Compression codec,
        int level) {

    /** Bytes that a compressed batch may hold, as a multiple of the largest stored one. */
    private static final long EXPANSION_MAX = 100;

    private static final long TIMESTAMP_AFTER_DEFAULT_MS = 3_600_000;

    static BatchRules of(TopicConfig config) {
        return config.derived(BatchRules.class, BatchRules::read);
    }

    private static BatchRules read(TopicConfig config) {
        String type = config.get(TopicKeys.COMPRESSION_TYPE);
        Compression codec =
                switch (type) {
                    case "producer" -> null;
                    case "uncompressed" -> Compression.NONE;
                    default -> Compression.forName(type);
                };
        return new BatchRules(
                config.get(TopicKeys.MAX_MESSAGE_BYTES),
                config.get(TopicKeys.CLEANUP_POLICY).contains("compact"),
                config.get(TopicKeys.TIMESTAMP_TYPE).equals("CreateTime"),
                config.get(TopicKeys.TIMESTAMP_BEFORE_MAX_MS),
                config.get(TopicKeys.TIMESTAMP_AFTER_MAX_MS),
                codec,
                level(config, codec));
    }

    private static int level(TopicConfig config, @Nullable Compression codec) {
        if (codec == null) {
            return Compression.DEFAULT_LEVEL;
        }
        return switch (codec) {
            case GZIP -> config.get(TopicKeys.COMPRESSION_GZIP_LEVEL);
            case LZ4 -> config.get(TopicKeys.COMPRESSION_LZ4_LEVEL);
            case ZSTD -> config.get(TopicKeys.COMPRESSION_ZSTD_LEVEL);
            case NONE, SNAPPY -> Compression.DEFAULT_LEVEL;
        };
    }

    /**
     * The batch as the topic stores it, if it may be appended; else an {@link
     * InvalidBatchException}. It is another one than came in if the topic has a codec of its own.
     */
    RecordBatch check(Produce produce, long now) {
        checkSize(produce.bytes().remaining());
        RecordBatch batch = BatchCheck.header(produce.bytes());
        if (batch.compression() == Compression.ZSTD
                && produce.version() < Produce.FIRST_ZSTD_VERSION) {
            throw new InvalidBatchException(
                    ErrorCode.UNSUPPORTED_COMPRESSION_TYPE,
                    "zstd needs Produce version 7 or later");
        }
        if (!batch.isCompressed() || keysRequired || boundsTimes()) {
            long max = BatchCheck.records(batch, keysRequired, bytesMax * EXPANSION_MAX);
            if (createTime && max != batch.maxTimestamp()) {
                batch.setMaxTimestamp(max);
            }
        }
        if (createTime) {
            checkTime(batch.baseTimestamp(), now);
            checkTime(batch.maxTimestamp(), now);
        }
        Compression wanted = codec;
        if (wanted == null || wanted == batch.compression()) {
            return batch;
        }
        long outputMax = bytesMax * EXPANSION_MAX;
        ByteBuffer stored = BatchRewriter.recompress(batch, wanted, level, outputMax);
        checkSize(stored.remaining());
        return RecordBatch.at(stored);
    }

    /** Whether the header's word on the timestamps of compressed records is not enough. */
    private boolean boundsTimes() {
        return createTime
                && (timestampBeforeMaxMs != Long.MAX_VALUE
                        || timestampAfterMaxMs != TIMESTAMP_AFTER_DEFAULT_MS);
    }

    private void checkSize(int bytes) {
        if (bytes > bytesMax) {
            throw new InvalidBatchException(
                    ErrorCode.MESSAGE_TOO_LARGE,
                    "the batch has "
                            + bytes
                            + " bytes; max.message.bytes of the topic is "
                            + bytesMax);
        }
    }

    /** The records that are why {@link #check} refused a batch with {@code error}. */
    List<RecordFault> faults(Produce produce, ErrorCode error, long now) {
        boolean ofRecords =
                error == ErrorCode.INVALID_TIMESTAMP
                        || error == ErrorCode.INVALID_RECORD && keysRequired;
        if (produce.version() < Produce.FIRST_FAULTS_VERSION || !ofRecords) {
            return List.of();
        }
        RecordBatch batch = RecordBatch.at(produce.bytes());
        return RecordFault.in(
                batch,
                bytesMax * EXPANSION_MAX,
                error == ErrorCode.INVALID_TIMESTAMP
                        ? record ->
                                isOutside(record.timestamp(), now)
                                        ? "timestamp " + record.timestamp() + " is out of range"
                                        : null
                        : record -> record.hasKey() ? null : "a compacted topic needs a key");
    }

    private boolean isOutside(long timestamp, long now) {
        boolean early = now - timestamp > timestampBeforeMaxMs;
        boolean late = timestamp - now > timestampAfterMaxMs;
        return timestamp >= 0 && (early || late);
    }

    private void checkTime(long timestamp, long now) {
        if (isOutside(timestamp, now)) {
            throw new InvalidBatchException(
                    ErrorCode.INVALID_TIMESTAMP,
                    "timestamp "
                            + timestamp
                            + " is outside what message.timestamp.before.max.ms and"
                            + " message.timestamp.after.max.ms allow at "
                            + now);
        }
    }
}
