package io.leat.connect.storage;

import io.leat.common.config.ConfigDef;
import io.leat.common.header.Headers;
import io.leat.connect.components.ConnectPlugin;
import io.leat.connect.data.Schema;
import io.leat.connect.data.SchemaAndValue;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converts keys or values between bytes in the log and connect data. */
public interface Converter extends Closeable, ConnectPlugin {

    void configure(Map<String, ?> configs, boolean isKey);

    byte @Nullable [] fromConnectData(
            String topic, @Nullable Schema schema, @Nullable Object value);

    default byte @Nullable [] fromConnectData(
            String topic, Headers headers, @Nullable Schema schema, @Nullable Object value) {
        return fromConnectData(topic, schema, value);
    }

    SchemaAndValue toConnectData(String topic, byte @Nullable [] value);

    default SchemaAndValue toConnectData(String topic, Headers headers, byte @Nullable [] value) {
        return toConnectData(topic, value);
    }

    @Override
    default ConfigDef config() {
        return new ConfigDef();
    }

    @Override
    default void close() throws IOException {}

    @Override
    default String version() {
        return "undefined";
    }
}
