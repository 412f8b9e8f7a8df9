package io.leat.connect.header;

import io.leat.connect.data.Schema;
import io.leat.connect.data.SchemaAndValue;
import org.jspecify.annotations.Nullable;

/** The usual header. */
record ConnectHeader(String key, SchemaAndValue schemaAndValue) implements Header {

    @Override
    public @Nullable Schema schema() {
        return schemaAndValue.schema();
    }

    @Override
    public @Nullable Object value() {
        return schemaAndValue.value();
    }

    @Override
    public Header with(@Nullable Schema schema, @Nullable Object value) {
        return new ConnectHeader(key, new SchemaAndValue(schema, value));
    }

    @Override
    public Header rename(String newKey) {
        return new ConnectHeader(newKey, schemaAndValue);
    }

    @Override
    public String toString() {
        return "ConnectHeader(key=" + key + ", value=" + value() + ", schema=" + schema() + ")";
    }
}
