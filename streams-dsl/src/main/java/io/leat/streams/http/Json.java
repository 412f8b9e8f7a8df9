package io.leat.streams.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.leat.common.serialization.Serde;
import io.leat.streams.state.ValueAndTimestamp;
import java.io.IOException;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keys and values as JSON and back. Stateless. */
final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** A key or value; its text where it has no properties that JSON could show. */
    static JsonNode of(@Nullable Object value) {
        if (value instanceof ValueAndTimestamp<?> stamped) {
            return of(stamped.value());
        }
        try {
            return MAPPER.valueToTree(value);
        } catch (IllegalArgumentException e) {
            return TextNode.valueOf(String.valueOf(value));
        }
    }

    static byte[] bytes(ObjectNode body) {
        try {
            return MAPPER.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JSON that cannot be written", e);
        }
    }

    static ObjectNode read(byte[] body) throws IOException {
        return MAPPER.readTree(body) instanceof ObjectNode object ? object : object();
    }

    /**
     * The key that {@code text} stands for: that of the serde's type where it is text, a number or
     * a UUID; otherwise {@code base64:} and the serialized key.
     *
     * @throws IllegalArgumentException if it stands for none
     */
    static Object key(String text, Serde<?> serde) {
        if (text.startsWith("base64:")) {
            return serde.deserializer().deserialize("", base64(text.substring(7)));
        }
        String type = serde.deserializer().getClass().getSimpleName();
        return switch (type) {
            case "StringDeserializer" -> text;
            case "LongDeserializer" -> Long.valueOf(text);
            case "IntegerDeserializer" -> Integer.valueOf(text);
            case "ShortDeserializer" -> Short.valueOf(text);
            case "DoubleDeserializer" -> Double.valueOf(text);
            case "FloatDeserializer" -> Float.valueOf(text);
            case "UUIDDeserializer" -> UUID.fromString(text);
            default ->
                    throw new IllegalArgumentException(
                            "keys of " + type + " are asked for as base64: and the serialized key");
        };
    }

    static byte[] base64(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
