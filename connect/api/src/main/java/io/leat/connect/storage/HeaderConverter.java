package io.leat.connect.storage;

import io.leat.common.Configurable;
import io.leat.connect.components.ConnectPlugin;
import io.leat.connect.data.Schema;
import io.leat.connect.data.SchemaAndValue;
import java.io.Closeable;
import org.jspecify.annotations.Nullable;

/** Converts header values between bytes in the log and connect data. */
public interface HeaderConverter extends Configurable, Closeable, ConnectPlugin {

    SchemaAndValue toConnectHeader(String topic, String headerKey, byte @Nullable [] value);

    byte @Nullable [] fromConnectHeader(
            String topic, String headerKey, @Nullable Schema schema, @Nullable Object value);

    @Override
    default String version() {
        return "undefined";
    }
}
