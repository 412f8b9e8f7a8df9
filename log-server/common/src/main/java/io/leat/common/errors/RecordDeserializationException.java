package io.leat.common.errors;

import io.leat.common.TopicPartition;
import io.leat.common.header.Headers;
import io.leat.common.record.TimestampType;
import java.nio.ByteBuffer;

/**
 * A fetched record could not be deserialized. It carries the bytes and the offset, so that the
 * record can be kept aside and skipped by seeking past it.
 */
public class RecordDeserializationException extends SerializationException {

    private static final long serialVersionUID = 1L;

    /** Which part of the record could not be read. */
    public enum DeserializationExceptionOrigin {
        KEY,
        VALUE
    }

    private final DeserializationExceptionOrigin origin;
    private final TopicPartition partition;
    private final long offset;
    private final TimestampType timestampType;
    private final long timestamp;
    private final transient ByteBuffer keyBuffer;
    private final transient ByteBuffer valueBuffer;
    private final transient Headers headers;

    /** An error that knows only the position of the record. */
    @Deprecated
    public RecordDeserializationException(
            TopicPartition partition, long offset, String message, Throwable cause) {
        this(
                null,
                partition,
                offset,
                -1L,
                TimestampType.NO_TIMESTAMP_TYPE,
                null,
                null,
                null,
                message,
                cause);
    }

    public RecordDeserializationException(
            DeserializationExceptionOrigin origin,
            TopicPartition partition,
            long offset,
            long timestamp,
            TimestampType timestampType,
            ByteBuffer keyBuffer,
            ByteBuffer valueBuffer,
            Headers headers,
            String message,
            Throwable cause) {
        super(message, cause);
        this.origin = origin;
        this.partition = partition;
        this.offset = offset;
        this.timestamp = timestamp;
        this.timestampType = timestampType;
        this.keyBuffer = keyBuffer;
        this.valueBuffer = valueBuffer;
        this.headers = headers;
    }

    public DeserializationExceptionOrigin origin() {
        return origin;
    }

    public TopicPartition topicPartition() {
        return partition;
    }

    public long offset() {
        return offset;
    }

    public TimestampType timestampType() {
        return timestampType;
    }

    public long timestamp() {
        return timestamp;
    }

    /** The bytes of the key, or null when the record has none. */
    public ByteBuffer keyBuffer() {
        return keyBuffer;
    }

    /** The bytes of the value, or null when the record has none. */
    public ByteBuffer valueBuffer() {
        return valueBuffer;
    }

    public Headers headers() {
        return headers;
    }
}
