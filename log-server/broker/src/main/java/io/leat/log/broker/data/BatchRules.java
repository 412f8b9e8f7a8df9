package io.leat.log.broker.data;

import io.leat.log.broker.config.TopicConfig;
import io.leat.log.broker.config.TopicKeys;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.record.BatchCheck;
import io.leat.log.protocol.record.Compression;
import io.leat.log.protocol.record.InvalidBatchException;
import io.leat.log.protocol.record.RecordBatch;

/** What a topic demands of a batch, resolved once from its settings. Immutable. */
record BatchRules(
        int bytesMax,
        boolean keysRequired,
        boolean createTime,
        long timestampBeforeMaxMs,
        long timestampAfterMaxMs) {

    /** Bytes that a compressed batch may hold, as a multiple of the largest stored one. */
    private static final long EXPANSION_MAX = 100;

    static BatchRules of(TopicConfig config) {
        return new BatchRules(
                config.get(TopicKeys.MAX_MESSAGE_BYTES),
                config.get(TopicKeys.CLEANUP_POLICY).contains("compact"),
                config.get(TopicKeys.TIMESTAMP_TYPE).equals("CreateTime"),
                config.get(TopicKeys.TIMESTAMP_BEFORE_MAX_MS),
                config.get(TopicKeys.TIMESTAMP_AFTER_MAX_MS));
    }

    /** The batch, if it may be appended; else an {@link InvalidBatchException}. */
    RecordBatch check(Produce produce, long now) {
        if (produce.bytes().remaining() > bytesMax) {
            throw new InvalidBatchException(
                    ErrorCode.MESSAGE_TOO_LARGE,
                    "the batch has "
                            + produce.bytes().remaining()
                            + " bytes; max.message.bytes of the topic is "
                            + bytesMax);
        }
        RecordBatch batch = BatchCheck.header(produce.bytes());
        if (batch.compression() == Compression.ZSTD
                && produce.version() < Produce.FIRST_ZSTD_VERSION) {
            throw new InvalidBatchException(
                    ErrorCode.UNSUPPORTED_COMPRESSION_TYPE,
                    "zstd needs Produce version 7 or later");
        }
        if (!batch.isCompressed() || keysRequired) {
            long max = BatchCheck.records(batch, keysRequired, bytesMax * EXPANSION_MAX);
            if (createTime && max != batch.maxTimestamp()) {
                batch.setMaxTimestamp(max);
            }
        }
        if (createTime) {
            checkTime(batch.baseTimestamp(), now);
            checkTime(batch.maxTimestamp(), now);
        }
        return batch;
    }

    private void checkTime(long timestamp, long now) {
        boolean early = now - timestamp > timestampBeforeMaxMs;
        boolean late = timestamp - now > timestampAfterMaxMs;
        if (timestamp >= 0 && (early || late)) {
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
