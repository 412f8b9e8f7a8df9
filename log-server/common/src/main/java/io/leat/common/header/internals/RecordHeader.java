package io.leat.common.header.internals;

import io.leat.common.header.Header;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A header. When it was read from a batch, key and value are decoded on first use. */
public class RecordHeader implements Header {

    private @Nullable ByteBuffer keyBuffer;
    private @Nullable String key;
    private @Nullable ByteBuffer valueBuffer;
    private byte @Nullable [] value;

    public RecordHeader(String key, byte @Nullable [] value) {
        this.key = Objects.requireNonNull(key, "a header needs a key");
        this.value = value;
    }

    public RecordHeader(ByteBuffer keyBuffer, @Nullable ByteBuffer valueBuffer) {
        this.keyBuffer = Objects.requireNonNull(keyBuffer, "a header needs a key");
        this.valueBuffer = valueBuffer;
    }

    @Override
    public String key() {
        String known = key;
        ByteBuffer encoded = keyBuffer;
        if (known == null && encoded != null) {
            known = StandardCharsets.UTF_8.decode(encoded.duplicate()).toString();
            key = known;
            keyBuffer = null;
        }
        return Objects.requireNonNull(known);
    }

    @Override
    public byte @Nullable [] value() {
        ByteBuffer encoded = valueBuffer;
        if (value == null && encoded != null) {
            byte[] bytes = new byte[encoded.remaining()];
            encoded.duplicate().get(bytes);
            value = bytes;
            valueBuffer = null;
        }
        return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof RecordHeader that
                        && key().equals(that.key())
                        && Arrays.equals(value(), that.value());
    }

    @Override
    public int hashCode() {
        return 31 * key().hashCode() + Arrays.hashCode(value());
    }

    @Override
    public String toString() {
        return "RecordHeader(key = " + key() + ", value = " + Arrays.toString(value()) + ")";
    }
}
