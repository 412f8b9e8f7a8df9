package io.leat.connect.data;

import io.leat.connect.errors.DataException;
import io.leat.connect.errors.SchemaBuilderException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds a schema step by step; each property is set once.
 *
 * <pre>{@code
 * Schema line = SchemaBuilder.struct().name("line")
 *     .field("file", Schema.STRING_SCHEMA)
 *     .field("text", Schema.OPTIONAL_STRING_SCHEMA)
 *     .build();
 * }</pre>
 */
public class SchemaBuilder implements Schema {

    private final Type type;
    private @Nullable Boolean optional;
    private @Nullable Object defaultValue;
    private @Nullable String name;
    private @Nullable Integer version;
    private @Nullable String doc;
    private @Nullable Map<String, String> parameters;
    private final Map<String, Field> fields = new LinkedHashMap<>();
    private @Nullable Schema keySchema;
    private @Nullable Schema valueSchema;

    public SchemaBuilder(Type type) {
        this.type = type;
    }

    public static SchemaBuilder type(Type type) {
        return new SchemaBuilder(type);
    }

    public static SchemaBuilder int8() {
        return new SchemaBuilder(Type.INT8);
    }

    public static SchemaBuilder int16() {
        return new SchemaBuilder(Type.INT16);
    }

    public static SchemaBuilder int32() {
        return new SchemaBuilder(Type.INT32);
    }

    public static SchemaBuilder int64() {
        return new SchemaBuilder(Type.INT64);
    }

    public static SchemaBuilder float32() {
        return new SchemaBuilder(Type.FLOAT32);
    }

    public static SchemaBuilder float64() {
        return new SchemaBuilder(Type.FLOAT64);
    }

    public static SchemaBuilder bool() {
        return new SchemaBuilder(Type.BOOLEAN);
    }

    public static SchemaBuilder string() {
        return new SchemaBuilder(Type.STRING);
    }

    public static SchemaBuilder bytes() {
        return new SchemaBuilder(Type.BYTES);
    }

    public static SchemaBuilder struct() {
        return new SchemaBuilder(Type.STRUCT);
    }

    public static SchemaBuilder array(Schema valueSchema) {
        SchemaBuilder builder = new SchemaBuilder(Type.ARRAY);
        builder.valueSchema = valueSchema;
        return builder;
    }

    public static SchemaBuilder map(Schema keySchema, Schema valueSchema) {
        SchemaBuilder builder = new SchemaBuilder(Type.MAP);
        builder.keySchema = keySchema;
        builder.valueSchema = valueSchema;
        return builder;
    }

    @Override
    public Type type() {
        return type;
    }

    @Override
    public boolean isOptional() {
        return optional != null && optional;
    }

    public SchemaBuilder optional() {
        once("optional", optional);
        optional = true;
        return this;
    }

    public SchemaBuilder required() {
        once("optional", optional);
        optional = false;
        return this;
    }

    @Override
    public @Nullable Object defaultValue() {
        return defaultValue;
    }

    public SchemaBuilder defaultValue(Object value) {
        once("default value", defaultValue);
        try {
            ConnectSchema.validateValue(this, value);
        } catch (DataException e) {
            throw new SchemaBuilderException("the default value does not fit: " + value, e);
        }
        defaultValue = value;
        return this;
    }

    @Override
    public @Nullable String name() {
        return name;
    }

    public SchemaBuilder name(String name) {
        once("name", this.name);
        this.name = name;
        return this;
    }

    @Override
    public @Nullable Integer version() {
        return version;
    }

    public SchemaBuilder version(Integer version) {
        once("version", this.version);
        this.version = version;
        return this;
    }

    @Override
    public @Nullable String doc() {
        return doc;
    }

    public SchemaBuilder doc(String doc) {
        once("doc", this.doc);
        this.doc = doc;
        return this;
    }

    @Override
    public @Nullable Map<String, String> parameters() {
        return parameters == null ? null : Map.copyOf(parameters);
    }

    public SchemaBuilder parameter(String name, String value) {
        if (parameters == null) {
            parameters = new LinkedHashMap<>();
        }
        once("parameter " + name, parameters.putIfAbsent(name, value));
        return this;
    }

    public SchemaBuilder parameters(Map<String, String> more) {
        more.forEach(this::parameter);
        return this;
    }

    public SchemaBuilder field(String fieldName, Schema schema) {
        if (type != Type.STRUCT) {
            throw new SchemaBuilderException("a schema of type " + type + " has no fields");
        }
        if (fieldName.isEmpty()) {
            throw new SchemaBuilderException("a field needs a name");
        }
        Field field = new Field(fieldName, fields.size(), schema);
        once("field " + fieldName, fields.putIfAbsent(fieldName, field));
        return this;
    }

    @Override
    public List<Field> fields() {
        if (type != Type.STRUCT) {
            throw new DataException("a schema of type " + type + " has no fields");
        }
        return new ArrayList<>(fields.values());
    }

    @Override
    public @Nullable Field field(String fieldName) {
        if (type != Type.STRUCT) {
            throw new DataException("a schema of type " + type + " has no fields");
        }
        return fields.get(fieldName);
    }

    @Override
    public Schema keySchema() {
        if (keySchema == null) {
            throw new DataException("a schema of type " + type + " has no key schema");
        }
        return keySchema;
    }

    @Override
    public Schema valueSchema() {
        if (valueSchema == null) {
            throw new DataException("a schema of type " + type + " has no value schema");
        }
        return valueSchema;
    }

    public Schema build() {
        return new ConnectSchema(
                type,
                isOptional(),
                defaultValue,
                name,
                version,
                doc,
                parameters(),
                type == Type.STRUCT ? List.copyOf(fields.values()) : null,
                keySchema,
                valueSchema);
    }

    @Override
    public Schema schema() {
        return build();
    }

    private static void once(String property, @Nullable Object current) {
        if (current != null) {
            throw new SchemaBuilderException(property + " is set already, to " + current);
        }
    }
}
