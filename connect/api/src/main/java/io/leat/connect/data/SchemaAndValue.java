package io.leat.connect.data;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A value with its schema; both may be null. */
public class SchemaAndValue {

    public static final SchemaAndValue NULL = new SchemaAndValue(null, null);

    private final @Nullable Schema schema;
    private final @Nullable Object value;

    public SchemaAndValue(@Nullable Schema schema, @Nullable Object value) {
        this.schema = schema;
        this.value = value;
    }

    public @Nullable Schema schema() {
        return schema;
    }

    public @Nullable Object value() {
        return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SchemaAndValue that
                && Objects.equals(schema, that.schema)
                && Objects.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(schema, value);
    }

    @Override
    public String toString() {
        return "SchemaAndValue{schema=" + schema + ", value=" + value + "}";
    }
}
