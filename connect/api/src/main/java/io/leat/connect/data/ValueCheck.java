package io.leat.connect.data;

import io.leat.connect.errors.DataException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks values against schemas. */
final class ValueCheck {

    /** The Java classes of each type; the first is the usual one. */
    private static final Map<Schema.Type, List<Class<?>>> CLASSES =
            Map.ofEntries(
                    Map.entry(Schema.Type.INT8, List.of(Byte.class)),
                    Map.entry(Schema.Type.INT16, List.of(Short.class)),
                    Map.entry(Schema.Type.INT32, List.of(Integer.class)),
                    Map.entry(Schema.Type.INT64, List.of(Long.class)),
                    Map.entry(Schema.Type.FLOAT32, List.of(Float.class)),
                    Map.entry(Schema.Type.FLOAT64, List.of(Double.class)),
                    Map.entry(Schema.Type.BOOLEAN, List.of(Boolean.class)),
                    Map.entry(Schema.Type.STRING, List.of(String.class)),
                    Map.entry(Schema.Type.BYTES, List.of(byte[].class, ByteBuffer.class)),
                    Map.entry(Schema.Type.ARRAY, List.of(List.class)),
                    Map.entry(Schema.Type.MAP, List.of(Map.class)),
                    Map.entry(Schema.Type.STRUCT, List.of(Struct.class)));

    /** The Java classes of logical types, by schema name. */
    private static final Map<String, Class<?>> LOGICAL =
            Map.of(
                    Decimal.LOGICAL_NAME,
                    BigDecimal.class,
                    Date.LOGICAL_NAME,
                    java.util.Date.class,
                    Time.LOGICAL_NAME,
                    java.util.Date.class,
                    Timestamp.LOGICAL_NAME,
                    java.util.Date.class);

    private ValueCheck() {}

    static Schema.@Nullable Type typeOf(Class<?> javaType) {
        for (Schema.Type type : Schema.Type.values()) {
            for (Class<?> candidate : CLASSES.getOrDefault(type, List.of())) {
                if (candidate.isAssignableFrom(javaType)) {
                    return type;
                }
            }
        }
        return null;
    }

    static void check(@Nullable String field, Schema schema, @Nullable Object value) {
        if (value == null) {
            if (!schema.isOptional()) {
                throw new DataException("null where a value is required" + where(field, schema));
            }
            return;
        }
        if (!isInstance(schema, value)) {
            throw new DataException(
                    "a value of "
                            + value.getClass().getName()
                            + " does not fit the type "
                            + schema.type()
                            + where(field, schema));
        }
        checkContents(field, schema, value);
    }

    private static boolean isInstance(Schema schema, Object value) {
        Class<?> logical = schema.name() == null ? null : LOGICAL.get(schema.name());
        if (logical != null) {
            return logical.isInstance(value);
        }
        return CLASSES.getOrDefault(schema.type(), List.of()).stream()
                .anyMatch(candidate -> candidate.isInstance(value));
    }

    private static void checkContents(@Nullable String field, Schema schema, Object value) {
        if (value instanceof Struct struct) {
            if (!struct.schema().equals(schema)) {
                throw new DataException("a struct of another schema" + where(field, schema));
            }
        } else if (schema.type() == Schema.Type.ARRAY) {
            for (Object element : (Collection<?>) value) {
                check(field, schema.valueSchema(), element);
            }
        } else if (schema.type() == Schema.Type.MAP) {
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                check(field, schema.keySchema(), entry.getKey());
                check(field, schema.valueSchema(), entry.getValue());
            }
        }
    }

    private static String where(@Nullable String field, Schema schema) {
        return (field == null ? "" : ", in field '" + field + "'")
                + (schema.name() == null ? "" : ", in schema " + schema.name());
    }
}
