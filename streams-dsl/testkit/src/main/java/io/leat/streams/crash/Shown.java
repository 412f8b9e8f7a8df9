package io.leat.streams.crash;

import io.leat.common.serialization.Deserializer;
import io.leat.common.utils.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Turns keys and values into text for people. Stateless. */
final class Shown {

    private Shown() {}

    /** Bytes as {@code deserializer} reads them; without one as the text or number they may be. */
    static String bytes(
            String topic, @Nullable Bytes bytes, @Nullable Deserializer<?> deserializer) {
        if (bytes == null) {
            return "null";
        }
        if (deserializer != null) {
            return object(deserializer.deserialize(topic, bytes.get()));
        }
        return guessed(bytes.get());
    }

    private static String guessed(byte[] bytes) {
        if (bytes.length == Long.BYTES && bytes[0] == 0) {
            return String.valueOf(ByteBuffer.wrap(bytes).getLong());
        }
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            if (text.chars().noneMatch(Character::isISOControl)) {
                return "'" + text + "'";
            }
        } catch (CharacterCodingException e) {
            // No text: shown as numbers.
        }
        return "0x" + HexFormat.of().formatHex(bytes);
    }

    static String object(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return guessed(bytes);
        }
        if (value instanceof Object[] array) {
            return Arrays.deepToString(array);
        }
        return String.valueOf(value);
    }
}
