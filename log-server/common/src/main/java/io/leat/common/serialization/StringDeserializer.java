package io.leat.common.serialization;

import io.leat.common.header.Headers;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A string from bytes of {@code key.deserializer.encoding}, {@code value.deserializer.encoding} or
 * {@code deserializer.encoding}, UTF-8 unless set; null stays null.
 */
public class StringDeserializer implements Deserializer<String> {

    private Charset encoding = StandardCharsets.UTF_8;

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        encoding = Encodings.configured(configs, isKey, "deserializer.encoding");
    }

    @Override
    public String deserialize(String topic, byte[] data) {
        return data == null ? null : new String(data, encoding);
    }

    @Override
    public String deserialize(String topic, Headers headers, ByteBuffer data) {
        return Encodings.decode(data, encoding);
    }
}
