package io.leat.clients.producer;

import io.leat.common.TopicPartition;

/** Where a record was stored: partition, offset and timestamp. */
public final class RecordMetadata {

    /** The partition of a record that failed before it was given one. */
    public static final int UNKNOWN_PARTITION = -1;

    private static final long NONE = -1;

    private final TopicPartition topicPartition;
    private final long offset;
    private final long timestamp;
    private final int serializedKeySize;
    private final int serializedValueSize;

    public RecordMetadata(
            TopicPartition topicPartition,
            long baseOffset,
            int batchIndex,
            long timestamp,
            int serializedKeySize,
            int serializedValueSize) {
        this.topicPartition = topicPartition;
        this.offset = baseOffset == NONE ? NONE : baseOffset + batchIndex;
        this.timestamp = timestamp;
        this.serializedKeySize = serializedKeySize;
        this.serializedValueSize = serializedValueSize;
    }

    /** False when the record failed, with {@code acks=0}, or when a retry was a duplicate. */
    public boolean hasOffset() {
        return offset != NONE;
    }

    public long offset() {
        return offset;
    }

    public boolean hasTimestamp() {
        return timestamp != NONE;
    }

    public long timestamp() {
        return timestamp;
    }

    /** Bytes of the key, -1 when there was none. */
    public int serializedKeySize() {
        return serializedKeySize;
    }

    /** Bytes of the value, -1 when there was none. */
    public int serializedValueSize() {
        return serializedValueSize;
    }

    public String topic() {
        return topicPartition.topic();
    }

    public int partition() {
        return topicPartition.partition();
    }

    @Override
    public String toString() {
        return topicPartition + "@" + offset;
    }
}
