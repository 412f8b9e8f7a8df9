package io.leat.common.serialization;

import io.leat.common.errors.SerializationException;
import io.leat.common.header.Headers;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/**
 * The text of a {@link UUID} from bytes of {@code key.deserializer.encoding}, {@code
 * value.deserializer.encoding} or {@code deserializer.encoding}, UTF-8 unless set; null stays null.
 */
public class UUIDDeserializer implements Deserializer<UUID> {

    private Charset encoding = StandardCharsets.UTF_8;

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        encoding = Encodings.configured(configs, isKey, "deserializer.encoding");
    }

    @Override
    public UUID deserialize(String topic, byte[] data) {
        return data == null ? null : deserialize(topic, null, ByteBuffer.wrap(data));
    }

    @Override
    public UUID deserialize(String topic, Headers headers, ByteBuffer data) {
        String text = Encodings.decode(data, encoding);
        if (text == null) {
            return null;
        }
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new SerializationException("The data from topic " + topic + " is no UUID", e);
        }
    }
}
