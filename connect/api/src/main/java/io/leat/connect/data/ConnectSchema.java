package io.leat.connect.data;

import io.leat.connect.errors.DataException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A finished, immutable schema; {@link SchemaBuilder} makes them. */
public class ConnectSchema implements Schema {

    private final Type type;
    private final boolean optional;
    private final @Nullable Object defaultValue;
    private final @Nullable String name;
    private final @Nullable Integer version;
    private final @Nullable String doc;
    private final @Nullable Map<String, String> parameters;
    private final @Nullable List<Field> fields;
    private final @Nullable Map<String, Field> fieldsByName;
    private final @Nullable Schema keySchema;
    private final @Nullable Schema valueSchema;

    public ConnectSchema(
            Type type,
            boolean optional,
            @Nullable Object defaultValue,
            @Nullable String name,
            @Nullable Integer version,
            @Nullable String doc,
            @Nullable Map<String, String> parameters,
            @Nullable List<Field> fields,
            @Nullable Schema keySchema,
            @Nullable Schema valueSchema) {
        this.type = type;
        this.optional = optional;
        this.defaultValue = defaultValue;
        this.name = name;
        this.version = version;
        this.doc = doc;
        this.parameters = parameters;
        this.fields = type == Type.STRUCT ? (fields == null ? List.of() : fields) : null;
        this.fieldsByName =
                this.fields == null
                        ? null
                        : this.fields.stream()
                                .collect(Collectors.toMap(Field::name, Function.identity()));
        this.keySchema = keySchema;
        this.valueSchema = valueSchema;
    }

    public ConnectSchema(
            Type type,
            boolean optional,
            @Nullable Object defaultValue,
            @Nullable String name,
            @Nullable Integer version,
            @Nullable String doc) {
        this(type, optional, defaultValue, name, version, doc, null, null, null, null);
    }

    public ConnectSchema(Type type) {
        this(type, false, null, null, null, null);
    }

    @Override
    public Type type() {
        return type;
    }

    @Override
    public boolean isOptional() {
        return optional;
    }

    @Override
    public @Nullable Object defaultValue() {
        return defaultValue;
    }

    @Override
    public @Nullable String name() {
        return name;
    }

    @Override
    public @Nullable Integer version() {
        return version;
    }

    @Override
    public @Nullable String doc() {
        return doc;
    }

    @Override
    public @Nullable Map<String, String> parameters() {
        return parameters;
    }

    @Override
    public List<Field> fields() {
        if (fields == null) {
            throw new DataException("a schema of type " + type + " has no fields");
        }
        return fields;
    }

    @Override
    public @Nullable Field field(String fieldName) {
        if (fieldsByName == null) {
            throw new DataException("a schema of type " + type + " has no fields");
        }
        return fieldsByName.get(fieldName);
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

    /** Throws DataException unless {@code value} is of {@code schema}'s type. */
    public static void validateValue(Schema schema, @Nullable Object value) {
        validateValue(null, schema, value);
    }

    /** As {@link #validateValue(Schema, Object)}; {@code field} is named in the error. */
    public static void validateValue(
            @Nullable String field, Schema schema, @Nullable Object value) {
        ValueCheck.check(field, schema, value);
    }

    public void validateValue(@Nullable Object value) {
        validateValue(this, value);
    }

    /** The type that a value of {@code javaType} has; null when it has none. */
    public static @Nullable Type schemaType(Class<?> javaType) {
        return ValueCheck.typeOf(javaType);
    }

    @Override
    public ConnectSchema schema() {
        return this;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof ConnectSchema that
                        && type == that.type
                        && optional == that.optional
                        && Objects.equals(version, that.version)
                        && Objects.equals(name, that.name)
                        && Objects.equals(doc, that.doc)
                        && Objects.deepEquals(defaultValue, that.defaultValue)
                        && Objects.equals(fields, that.fields)
                        && Objects.equals(keySchema, that.keySchema)
                        && Objects.equals(valueSchema, that.valueSchema)
                        && Objects.equals(parameters, that.parameters);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                type, optional, name, version, doc, fields, keySchema, valueSchema, parameters);
    }

    @Override
    public String toString() {
        return name == null ? "Schema{" + type + "}" : "Schema{" + name + ":" + type + "}";
    }
}
