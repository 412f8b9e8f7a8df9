package io.leat.common.serialization;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/**
 * The text of a {@link UUID} as bytes of {@code key.serializer.encoding}, {@code
 * value.serializer.encoding} or {@code serializer.encoding}, UTF-8 unless set; null stays null.
 */
public class UUIDSerializer implements Serializer<UUID> {

    private Charset encoding = StandardCharsets.UTF_8;

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        encoding = Encodings.configured(configs, isKey, "serializer.encoding");
    }

    @Override
    public byte[] serialize(String topic, UUID data) {
        return data == null ? null : data.toString().getBytes(encoding);
    }
}
