package io.leat.common.serialization;

import io.leat.common.errors.SerializationException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Finds the configured character encoding, and decodes with it. */
final class Encodings {

    private Encodings() {}

    /** The setting {@code key.NAME} or {@code value.NAME}, else {@code NAME}, else UTF-8. */
    static Charset configured(Map<String, ?> configs, boolean isKey, String name) {
        Object value = configs.get((isKey ? "key." : "value.") + name);
        if (value == null) {
            value = configs.get(name);
        }
        if (!(value instanceof String text)) {
            return StandardCharsets.UTF_8;
        }
        try {
            return Charset.forName(text);
        } catch (IllegalArgumentException e) {
            throw new SerializationException(
                    "'" + text + "' of " + name + " is not an encoding this JVM knows", e);
        }
    }

    static String decode(ByteBuffer data, Charset encoding) {
        if (data == null) {
            return null;
        }
        if (data.hasArray()) {
            return new String(
                    data.array(), data.arrayOffset() + data.position(), data.remaining(), encoding);
        }
        byte[] bytes = new byte[data.remaining()];
        data.duplicate().get(bytes);
        return new String(bytes, encoding);
    }
}
