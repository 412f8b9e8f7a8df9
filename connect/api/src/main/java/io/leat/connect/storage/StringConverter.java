package io.leat.connect.storage;

import io.leat.common.config.ConfigDef;
import io.leat.connect.data.Schema;
import io.leat.connect.data.SchemaAndValue;
import io.leat.connect.errors.DataException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes any value as its text, and reads text; UTF-8 unless {@code converter.encoding} says else.
 */
public class StringConverter implements Converter, HeaderConverter {

    /** The setting with the name of the character set. */
    public static final String ENCODING_CONFIG = "converter.encoding";

    private Charset charset = StandardCharsets.UTF_8;

    @Override
    public String version() {
        return "0.1.0";
    }

    @Override
    public ConfigDef config() {
        return StringConverterConfig.configDef();
    }

    @Override
    public void configure(Map<String, ?> configs) {
        Object name = configs.get(ENCODING_CONFIG);
        if (name == null) {
            return;
        }
        try {
            charset = Charset.forName(name.toString());
        } catch (UnsupportedCharsetException e) {
            throw new DataException(
                    ENCODING_CONFIG + "=" + name + " is no character set of this machine.", e);
        }
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        configure(configs);
    }

    @Override
    public byte @Nullable [] fromConnectData(
            String topic, @Nullable Schema schema, @Nullable Object value) {
        return value == null ? null : value.toString().getBytes(charset);
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte @Nullable [] value) {
        return new SchemaAndValue(
                Schema.OPTIONAL_STRING_SCHEMA, value == null ? null : new String(value, charset));
    }

    @Override
    public byte @Nullable [] fromConnectHeader(
            String topic, String headerKey, @Nullable Schema schema, @Nullable Object value) {
        return fromConnectData(topic, schema, value);
    }

    @Override
    public SchemaAndValue toConnectHeader(String topic, String headerKey, byte @Nullable [] value) {
        return toConnectData(topic, value);
    }

    @Override
    public void close() {}
}
