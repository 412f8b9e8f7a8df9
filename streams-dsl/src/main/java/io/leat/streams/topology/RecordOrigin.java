package io.leat.streams.topology;

import io.leat.common.header.Header;
import io.leat.common.header.Headers;
import io.leat.common.header.internals.RecordHeader;
import io.leat.common.header.internals.RecordHeaders;
import io.leat.streams.processor.RecordContext;
import io.leat.streams.processor.api.Record;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where a record comes from, to be kept with one that goes on later. Immutable, but for the
 * headers. In bytes, as Kafka keeps it: timestamp, offset, topic, partition, headers; lengths are 4
 * bytes, -1 for null.
 */
public record RecordOrigin(
        long timestamp, long offset, String topic, int partition, Headers headers)
        implements RecordContext {

    private static final int FIXED = 2 * Long.BYTES + 3 * Integer.BYTES;

    /** That of a record which follows from the one at {@code context}. */
    public static RecordOrigin of(RecordContext context, Record<?, ?> record) {
        return new RecordOrigin(
                record.timestamp(),
                context.offset(),
                context.topic() == null ? "" : context.topic(),
                context.partition(),
                record.headers());
    }

    @Override
    public byte @Nullable [] sourceRawKey() {
        return null;
    }

    @Override
    public byte @Nullable [] sourceRawValue() {
        return null;
    }

    /** About how many bytes this takes on the heap, as Kafka counts. */
    public long heapBytes() {
        long size = 2 * Long.BYTES + Integer.BYTES + topic.length();
        for (Header header : headers) {
            size += header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
        return size;
    }

    public byte[] bytes() {
        byte[] name = utf8(topic);
        int size = FIXED + name.length;
        for (Header header : headers) {
            size += 2 * Integer.BYTES + utf8(header.key()).length;
            size += header.value() == null ? 0 : header.value().length;
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        out.putLong(timestamp).putLong(offset);
        put(out, name);
        out.putInt(partition).putInt(headers.toArray().length);
        for (Header header : headers) {
            put(out, utf8(header.key()));
            put(out, header.value());
        }
        return out.array();
    }

    public static RecordOrigin read(ByteBuffer in) {
        long timestamp = in.getLong();
        long offset = in.getLong();
        String topic = text(get(in));
        int partition = in.getInt();
        Headers headers = new RecordHeaders();
        for (int left = in.getInt(); left > 0; left--) {
            headers.add(new RecordHeader(text(get(in)), get(in)));
        }
        return new RecordOrigin(timestamp, offset, topic, partition, headers);
    }

    /** Writes the length of {@code bytes}, then them. */
    public static void put(ByteBuffer out, byte @Nullable [] bytes) {
        out.putInt(bytes == null ? -1 : bytes.length);
        if (bytes != null) {
            out.put(bytes);
        }
    }

    /** Reads what {@link #put} wrote. */
    public static byte @Nullable [] get(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0) {
            return null;
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }
}
