package io.leat.log.protocol.messageset;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.record.Compression;
import io.leat.log.protocol.record.InvalidBatchException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * One message of format v0 or v1, checked: size, checksum and fields. It shares the memory of its
 * set.
 *
 * @param timestamp -1 in format v0
 */
record MessageView(
        int magic,
        int attributes,
        long timestamp,
        @Nullable ByteBuffer key,
        @Nullable ByteBuffer value) {

    private static final long NO_TIMESTAMP = -1;

    /** Reads the message at the position of {@code set}, and moves it behind the message. */
    static MessageView next(ByteBuffer set) {
        int start = set.position();
        if (set.remaining() < MessageFormat.overhead(MessageFormat.WITHOUT_TIMESTAMP)) {
            throw corrupt("a message is cut short");
        }
        int end = start + MessageFormat.LOG_OVERHEAD;
        int size = set.getInt(start + MessageFormat.SIZE_AT);
        if (size < 0 || size > set.limit() - end) {
            throw corrupt("a message declares a size of " + size);
        }
        end += size;
        int magic = set.get(start + MessageFormat.MAGIC_AT);
        if (magic != MessageFormat.WITHOUT_TIMESTAMP && magic != MessageFormat.WITH_TIMESTAMP) {
            throw corrupt("a message of format " + magic + " is in a set of formats 0 and 1");
        }
        if (end - start < MessageFormat.overhead(magic)) {
            throw corrupt("a message declares a size of " + size);
        }
        CRC32 crc = new CRC32();
        int magicAt = start + MessageFormat.MAGIC_AT;
        crc.update(set.slice(magicAt, end - magicAt));
        if ((int) crc.getValue() != set.getInt(start + MessageFormat.CRC_AT)) {
            throw corrupt("the checksum of a message is wrong");
        }
        int attributes = set.get(start + MessageFormat.ATTRIBUTES_AT);
        ByteBuffer fields =
                set.slice(start + MessageFormat.REST_AT, end - start - MessageFormat.REST_AT);
        set.position(end);
        long timestamp = magic == MessageFormat.WITH_TIMESTAMP ? fields.getLong() : NO_TIMESTAMP;
        ByteBuffer key = field(fields);
        ByteBuffer value = field(fields);
        if (fields.hasRemaining()) {
            throw corrupt("a message is longer than its key and its value");
        }
        return new MessageView(magic, attributes, timestamp, key, value);
    }

    private static @Nullable ByteBuffer field(ByteBuffer fields) {
        if (fields.remaining() < Integer.BYTES) {
            throw corrupt("a message ends before its key or value");
        }
        int size = fields.getInt();
        if (size < -1 || size > fields.remaining()) {
            throw corrupt("a message declares a field of " + size + " bytes");
        }
        if (size == -1) {
            return null;
        }
        ByteBuffer field = fields.slice(fields.position(), size);
        fields.position(fields.position() + size);
        return field;
    }

    /** How the set in its value is compressed. */
    Compression compression() {
        Compression codec = Compression.forId(attributes & MessageFormat.CODEC_MASK);
        if (codec == Compression.ZSTD) {
            throw new InvalidBatchException(
                    ErrorCode.UNSUPPORTED_COMPRESSION_TYPE,
                    "zstd needs record batches, which came with Produce version 3");
        }
        return codec;
    }

    /** Refuses a message that claims its time to be the server's: only servers may say so. */
    void checkTimeIsItsOwn() {
        if (magic == MessageFormat.WITH_TIMESTAMP
                && (attributes & MessageFormat.LOG_APPEND_TIME) != 0) {
            throw new InvalidBatchException(
                    ErrorCode.INVALID_TIMESTAMP, "a client may not set the log append time");
        }
    }

    /** Bytes of key and value. */
    int fieldBytes() {
        return (key == null ? 0 : key.remaining()) + (value == null ? 0 : value.remaining());
    }

    static InvalidBatchException corrupt(String message) {
        return new InvalidBatchException(ErrorCode.CORRUPT_MESSAGE, message);
    }
}
