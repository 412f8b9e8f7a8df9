package io.leat.common.serialization;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A string as bytes of {@code key.serializer.encoding}, {@code value.serializer.encoding} or {@code
 * serializer.encoding}, UTF-8 unless set; null stays null.
 */
public class StringSerializer implements Serializer<String> {

    private Charset encoding = StandardCharsets.UTF_8;

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        encoding = Encodings.configured(configs, isKey, "serializer.encoding");
    }

    @Override
    public byte[] serialize(String topic, String data) {
        return data == null ? null : data.getBytes(encoding);
    }
}
