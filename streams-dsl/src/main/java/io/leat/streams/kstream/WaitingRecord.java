package io.leat.streams.kstream;

import io.leat.common.header.Header;
import io.leat.common.header.Headers;
import io.leat.common.header.internals.RecordHeaders;
import io.leat.streams.processor.RecordContext;
import io.leat.streams.processor.api.Record;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A record that waits in a buffer, with the place it came from. The format is Kafka's: timestamp,
 * offset, topic, partition and headers; then prior, old and new value, of which a stream has the
 * last only; then 8 bytes that are not used.
 */
record WaitingRecord(RecordContext context, byte[] value) {

    /** Where a record came from. Immutable. */
    private record Place(long timestamp, long offset, String topic, int partition, Headers headers)
            implements RecordContext {

        @Override
        public byte[] sourceRawKey() {
            return null;
        }

        @Override
        public byte[] sourceRawValue() {
            return null;
        }
    }

    static byte[] bytes(RecordContext context, Record<?, ?> record, byte[] value) {
        byte[] topic =
                context.topic() == null
                        ? new byte[0]
                        : context.topic().getBytes(StandardCharsets.UTF_8);
        int size = 2 * Long.BYTES + 3 * Integer.BYTES + topic.length;
        List<byte[]> parts = new ArrayList<>();
        for (Header header : record.headers()) {
            parts.add(header.key().getBytes(StandardCharsets.UTF_8));
            parts.add(header.value());
        }
        for (byte[] part : parts) {
            size += Integer.BYTES + (part == null ? 0 : part.length);
        }
        ByteBuffer out =
                ByteBuffer.allocate(size + 3 * Integer.BYTES + value.length + Long.BYTES)
                        .putLong(record.timestamp())
                        .putLong(context.offset());
        put(out, topic);
        out.putInt(context.partition()).putInt(parts.size() / 2);
        parts.forEach(part -> put(out, part));
        put(out, null);
        put(out, null);
        put(out, value);
        return out.array();
    }

    private static void put(ByteBuffer out, byte[] bytes) {
        if (bytes == null) {
            out.putInt(-1);
        } else {
            out.putInt(bytes.length).put(bytes);
        }
    }

    static WaitingRecord of(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        long timestamp = in.getLong();
        long offset = in.getLong();
        byte[] topic = next(in);
        int partition = in.getInt();
        RecordHeaders headers = new RecordHeaders();
        for (int left = in.getInt(); left > 0; left--) {
            headers.add(new String(next(in), StandardCharsets.UTF_8), next(in));
        }
        next(in); // prior value
        next(in); // old value
        return new WaitingRecord(
                new Place(
                        timestamp,
                        offset,
                        new String(topic, StandardCharsets.UTF_8),
                        partition,
                        headers),
                next(in));
    }

    private static byte[] next(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0) {
            return null;
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}
