package io.leat.connect.data;

import io.leat.connect.errors.DataException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Named values in the order of a struct schema. Not safe for several threads. */
public class Struct {

    private final Schema schema;
    private final @Nullable Object[] values;

    public Struct(Schema schema) {
        if (schema.type() != Schema.Type.STRUCT) {
            throw new DataException("not a struct schema: " + schema);
        }
        this.schema = schema;
        this.values = new Object[schema.fields().size()];
    }

    public Schema schema() {
        return schema;
    }

    /** The value, or the schema's default where there is none. */
    public @Nullable Object get(String fieldName) {
        return get(lookup(fieldName));
    }

    public @Nullable Object get(Field field) {
        Object value = values[field.index()];
        return value == null ? field.schema().defaultValue() : value;
    }

    public @Nullable Object getWithoutDefault(String fieldName) {
        return values[lookup(fieldName).index()];
    }

    public @Nullable Byte getInt8(String fieldName) {
        return (Byte) typed(fieldName, Schema.Type.INT8);
    }

    public @Nullable Short getInt16(String fieldName) {
        return (Short) typed(fieldName, Schema.Type.INT16);
    }

    public @Nullable Integer getInt32(String fieldName) {
        return (Integer) typed(fieldName, Schema.Type.INT32);
    }

    public @Nullable Long getInt64(String fieldName) {
        return (Long) typed(fieldName, Schema.Type.INT64);
    }

    public @Nullable Float getFloat32(String fieldName) {
        return (Float) typed(fieldName, Schema.Type.FLOAT32);
    }

    public @Nullable Double getFloat64(String fieldName) {
        return (Double) typed(fieldName, Schema.Type.FLOAT64);
    }

    public @Nullable Boolean getBoolean(String fieldName) {
        return (Boolean) typed(fieldName, Schema.Type.BOOLEAN);
    }

    public @Nullable String getString(String fieldName) {
        return (String) typed(fieldName, Schema.Type.STRING);
    }

    public @Nullable Struct getStruct(String fieldName) {
        return (Struct) typed(fieldName, Schema.Type.STRUCT);
    }

    public byte @Nullable [] getBytes(String fieldName) {
        Object value = typed(fieldName, Schema.Type.BYTES);
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        return (byte[]) value;
    }

    @SuppressWarnings("unchecked")
    public <T> @Nullable List<T> getArray(String fieldName) {
        return (List<T>) typed(fieldName, Schema.Type.ARRAY);
    }

    @SuppressWarnings("unchecked")
    public <K, V> @Nullable Map<K, V> getMap(String fieldName) {
        return (Map<K, V>) typed(fieldName, Schema.Type.MAP);
    }

    public Struct put(String fieldName, @Nullable Object value) {
        return put(lookup(fieldName), value);
    }

    public Struct put(Field field, @Nullable Object value) {
        ConnectSchema.validateValue(field.name(), field.schema(), value);
        values[field.index()] = value;
        return this;
    }

    /** Throws DataException when a required field has no value. */
    public void validate() {
        for (Field field : schema.fields()) {
            Object value = values[field.index()];
            if (value != null || field.schema().defaultValue() == null) {
                ConnectSchema.validateValue(field.name(), field.schema(), value);
            }
        }
    }

    private Field lookup(String fieldName) {
        Field field = schema.field(fieldName);
        if (field == null) {
            throw new DataException("there is no field '" + fieldName + "' in " + schema);
        }
        return field;
    }

    private @Nullable Object typed(String fieldName, Schema.Type type) {
        Field field = lookup(fieldName);
        if (field.schema().type() != type) {
            throw new DataException(
                    "field '"
                            + fieldName
                            + "' is of type "
                            + field.schema().type()
                            + ", not "
                            + type);
        }
        return get(field);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Struct that
                && schema.equals(that.schema)
                && Arrays.deepEquals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * schema.hashCode() + Arrays.deepHashCode(values);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Struct{");
        String separator = "";
        for (Field field : schema.fields()) {
            Object value = values[field.index()];
            if (value != null) {
                text.append(separator).append(field.name()).append('=').append(value);
                separator = ",";
            }
        }
        return text.append('}').toString();
    }
}
