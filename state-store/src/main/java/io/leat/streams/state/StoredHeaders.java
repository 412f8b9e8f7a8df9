package io.leat.streams.state;

import io.leat.common.header.Header;
import io.leat.common.header.Headers;
import io.leat.common.header.internals.RecordHeaders;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes headers before a value and reads them again, in Kafka's format: see {@link
 * HeadersBytesStore}.
 */
final class StoredHeaders {

    private StoredHeaders() {}

    /** {@code headers} and then {@code rest}. */
    static byte[] before(@Nullable Headers headers, byte[] rest) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(rest.length + 1);
        Header[] each = headers == null ? new Header[0] : headers.toArray();
        if (each.length == 0) {
            all.write(0);
        } else {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            varint(out, each.length);
            for (Header header : each) {
                put(out, header.key().getBytes(StandardCharsets.UTF_8));
                put(out, header.value());
            }
            put(all, out.toByteArray());
        }
        all.writeBytes(rest);
        return all.toByteArray();
    }

    private static void put(ByteArrayOutputStream out, byte @Nullable [] bytes) {
        if (bytes == null) {
            varint(out, -1);
        } else {
            varint(out, bytes.length);
            out.writeBytes(bytes);
        }
    }

    private static void varint(ByteArrayOutputStream out, int value) {
        int rest = value << 1 ^ value >> 31;
        while ((rest & ~0x7f) != 0) {
            out.write(rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    /** Takes the headers from the front of {@code in}. */
    static Headers take(ByteBuffer in) {
        RecordHeaders headers = new RecordHeaders();
        int size = varint(in);
        if (size > 0) {
            for (int left = varint(in); left > 0; left--) {
                byte[] key = Objects.requireNonNull(bytes(in));
                headers.add(new String(key, StandardCharsets.UTF_8), bytes(in));
            }
        }
        return headers;
    }

    private static byte @Nullable [] bytes(ByteBuffer in) {
        int length = varint(in);
        if (length < 0) {
            return null;
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static int varint(ByteBuffer in) {
        int value = 0;
        int shift = 0;
        byte part;
        do {
            part = in.get();
            value |= (part & 0x7f) << shift;
            shift += 7;
        } while (part < 0 && shift < 35);
        return value >>> 1 ^ -(value & 1);
    }

    /** What follows in {@code in}. */
    static byte[] rest(ByteBuffer in) {
        return Arrays.copyOfRange(in.array(), in.arrayOffset() + in.position(), in.limit());
    }
}
