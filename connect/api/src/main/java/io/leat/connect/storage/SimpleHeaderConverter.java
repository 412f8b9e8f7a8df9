package io.leat.connect.storage;

import io.leat.common.config.ConfigDef;
import io.leat.connect.data.Schema;
import io.leat.connect.data.SchemaAndValue;
import io.leat.connect.data.Values;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes header values as text, and finds out what a text means when it reads one ({@link
 * Values#parseString}). The default.
 */
public class SimpleHeaderConverter implements HeaderConverter {

    @Override
    public String version() {
        return "0.1.0";
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef();
    }

    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public SchemaAndValue toConnectHeader(String topic, String headerKey, byte @Nullable [] value) {
        return value == null
                ? SchemaAndValue.NULL
                : Values.parseString(new String(value, StandardCharsets.UTF_8));
    }

    @Override
    public byte @Nullable [] fromConnectHeader(
            String topic, String headerKey, @Nullable Schema schema, @Nullable Object value) {
        String text = Values.convertToString(schema, value);
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {}
}
