package io.leat.connect.data;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The type of a value: a primitive, an array, a map or a struct, perhaps optional, with a default,
 * a name and a version. A name such as {@link Timestamp#LOGICAL_NAME} makes it a logical type.
 */
public interface Schema {

    /** The kinds of values. */
    enum Type {
        INT8,
        INT16,
        INT32,
        INT64,
        FLOAT32,
        FLOAT64,
        BOOLEAN,
        STRING,
        BYTES,
        ARRAY,
        MAP,
        STRUCT;

        public String getName() {
            return name().toLowerCase(Locale.ROOT);
        }

        public boolean isPrimitive() {
            return ordinal() <= BYTES.ordinal();
        }
    }

    Schema INT8_SCHEMA = SchemaBuilder.int8().build();
    Schema INT16_SCHEMA = SchemaBuilder.int16().build();
    Schema INT32_SCHEMA = SchemaBuilder.int32().build();
    Schema INT64_SCHEMA = SchemaBuilder.int64().build();
    Schema FLOAT32_SCHEMA = SchemaBuilder.float32().build();
    Schema FLOAT64_SCHEMA = SchemaBuilder.float64().build();
    Schema BOOLEAN_SCHEMA = SchemaBuilder.bool().build();
    Schema STRING_SCHEMA = SchemaBuilder.string().build();
    Schema BYTES_SCHEMA = SchemaBuilder.bytes().build();
    Schema OPTIONAL_INT8_SCHEMA = SchemaBuilder.int8().optional().build();
    Schema OPTIONAL_INT16_SCHEMA = SchemaBuilder.int16().optional().build();
    Schema OPTIONAL_INT32_SCHEMA = SchemaBuilder.int32().optional().build();
    Schema OPTIONAL_INT64_SCHEMA = SchemaBuilder.int64().optional().build();
    Schema OPTIONAL_FLOAT32_SCHEMA = SchemaBuilder.float32().optional().build();
    Schema OPTIONAL_FLOAT64_SCHEMA = SchemaBuilder.float64().optional().build();
    Schema OPTIONAL_BOOLEAN_SCHEMA = SchemaBuilder.bool().optional().build();
    Schema OPTIONAL_STRING_SCHEMA = SchemaBuilder.string().optional().build();
    Schema OPTIONAL_BYTES_SCHEMA = SchemaBuilder.bytes().optional().build();

    Type type();

    boolean isOptional();

    @Nullable Object defaultValue();

    @Nullable String name();

    @Nullable Integer version();

    @Nullable String doc();

    @Nullable Map<String, String> parameters();

    /** The schema of a map's keys. */
    Schema keySchema();

    /** The schema of a map's values or an array's elements. */
    Schema valueSchema();

    /** The fields of a struct, in order. */
    List<Field> fields();

    /** The field of a struct called {@code fieldName}, or null. */
    @Nullable Field field(String fieldName);

    /** The schema itself, when this is something that builds one. */
    Schema schema();
}
