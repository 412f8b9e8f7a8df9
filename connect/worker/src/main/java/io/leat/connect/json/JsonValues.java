package io.leat.connect.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.connect.data.Date;
import io.leat.connect.data.Decimal;
import io.leat.connect.data.Field;
import io.leat.connect.data.Schema;
import io.leat.connect.data.Struct;
import io.leat.connect.data.Time;
import io.leat.connect.data.Timestamp;
import io.leat.connect.errors.DataException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values as JSON: bytes in base64, logical types as their base type, maps with text keys as
 * objects.
 */
final class JsonValues {

    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

    private final boolean numericDecimals;
    private final boolean replaceNull;

    JsonValues(JsonConverterConfig config) {
        this.numericDecimals = config.decimalFormat() == DecimalFormat.NUMERIC;
        this.replaceNull = config.replaceNullWithDefault();
    }

    JsonNode toJson(@Nullable Schema schema, @Nullable Object value) {
        Object present =
                value == null && schema != null && replaceNull ? schema.defaultValue() : value;
        if (present == null) {
            if (schema != null && !schema.isOptional()) {
                throw new DataException("null where the schema requires a value: " + schema);
            }
            return NODES.nullNode();
        }
        Object base = schema == null ? present : baseValue(schema, present);
        if (base instanceof Struct struct) {
            ObjectNode node = NODES.objectNode();
            for (Field field : struct.schema().fields()) {
                node.set(
                        field.name(),
                        toJson(
                                field.schema(),
                                replaceNull
                                        ? struct.get(field)
                                        : struct.getWithoutDefault(field.name())));
            }
            return node;
        }
        if (base instanceof List<?> list) {
            ArrayNode node = NODES.arrayNode();
            list.forEach(e -> node.add(toJson(schema == null ? null : schema.valueSchema(), e)));
            return node;
        }
        if (base instanceof Map<?, ?> map) {
            return mapToJson(schema, map);
        }
        return scalar(base);
    }

    private Object baseValue(Schema schema, Object value) {
        if (value instanceof BigDecimal decimal
                && !numericDecimals
                && Decimal.LOGICAL_NAME.equals(schema.name())) {
            return Decimal.fromLogical(schema, decimal);
        }
        if (value instanceof java.util.Date date && schema.name() != null) {
            return switch (schema.name()) {
                case Date.LOGICAL_NAME -> Date.fromLogical(schema, date);
                case Time.LOGICAL_NAME -> Time.fromLogical(schema, date);
                case Timestamp.LOGICAL_NAME -> Timestamp.fromLogical(schema, date);
                default -> value;
            };
        }
        return value;
    }

    private JsonNode mapToJson(@Nullable Schema schema, Map<?, ?> map) {
        boolean textKeys = map.keySet().stream().allMatch(String.class::isInstance);
        Schema valueSchema = schema == null ? null : schema.valueSchema();
        if (textKeys) {
            ObjectNode node = NODES.objectNode();
            map.forEach((k, v) -> node.set((String) k, toJson(valueSchema, v)));
            return node;
        }
        ArrayNode pairs = NODES.arrayNode();
        map.forEach(
                (k, v) -> {
                    ArrayNode pair = pairs.addArray();
                    pair.add(toJson(schema == null ? null : schema.keySchema(), k));
                    pair.add(toJson(valueSchema, v));
                });
        return pairs;
    }

    private static JsonNode scalar(Object value) {
        if (value instanceof Byte || value instanceof Short || value instanceof Integer) {
            return NODES.numberNode(((Number) value).intValue());
        }
        if (value instanceof Long number) {
            return NODES.numberNode(number);
        }
        if (value instanceof Float number) {
            return NODES.numberNode(number);
        }
        if (value instanceof Double number) {
            return NODES.numberNode(number);
        }
        if (value instanceof BigDecimal number) {
            return NODES.numberNode(number);
        }
        if (value instanceof Boolean flag) {
            return NODES.booleanNode(flag);
        }
        if (value instanceof CharSequence text) {
            return NODES.textNode(text.toString());
        }
        if (value instanceof byte[] bytes) {
            return NODES.binaryNode(bytes);
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return NODES.binaryNode(bytes);
        }
        throw new DataException("no JSON for a value of " + value.getClass().getName());
    }

    @Nullable Object fromJson(@Nullable Schema schema, @Nullable JsonNode node) {
        if (node == null || node.isNull() || node.isMissingNode()) {
            if (schema == null || schema.isOptional() || schema.defaultValue() != null) {
                return schema == null || !replaceNull ? null : schema.defaultValue();
            }
            throw new DataException("null where the schema requires a value: " + schema);
        }
        return schema == null ? untyped(node) : typed(schema, node);
    }

    private @Nullable Object untyped(JsonNode node) {
        if (node.isObject()) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            node.fields().forEachRemaining(e -> map.put(e.getKey(), fromJson(null, e.getValue())));
            return map;
        }
        if (node.isArray()) {
            List<@Nullable Object> list = new ArrayList<>();
            node.forEach(element -> list.add(fromJson(null, element)));
            return list;
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isIntegralNumber()) {
            return node.longValue();
        }
        return node.isNumber() ? node.doubleValue() : node.asText();
    }

    private Object typed(Schema schema, JsonNode node) {
        Object base =
                switch (schema.type()) {
                    case INT8 -> (byte) integer(schema, node);
                    case INT16 -> (short) integer(schema, node);
                    case INT32 -> (int) integer(schema, node);
                    case INT64 -> integer(schema, node);
                    case FLOAT32 -> (float) node.doubleValue();
                    case FLOAT64 -> node.doubleValue();
                    case BOOLEAN -> node.booleanValue();
                    case STRING -> node.textValue();
                    case BYTES -> isNumber(schema, node) ? node.decimalValue() : binary(node);
                    case ARRAY -> list(schema, node);
                    case MAP -> map(schema, node);
                    case STRUCT -> struct(schema, node);
                };
        return logicalValue(schema, base);
    }

    /** A decimal may be a number, whatever this converter itself would write. */
    private static boolean isNumber(Schema schema, JsonNode node) {
        return node.isNumber() && Decimal.LOGICAL_NAME.equals(schema.name());
    }

    private static long integer(Schema schema, JsonNode node) {
        if (!node.isIntegralNumber()) {
            throw new DataException("not a whole number for " + schema + ": " + node);
        }
        return node.longValue();
    }

    private static byte[] binary(JsonNode node) {
        try {
            return node.binaryValue();
        } catch (IOException e) {
            throw new DataException("not base64: " + node, e);
        }
    }

    private List<@Nullable Object> list(Schema schema, JsonNode node) {
        List<@Nullable Object> list = new ArrayList<>();
        node.forEach(element -> list.add(fromJson(schema.valueSchema(), element)));
        return list;
    }

    private Map<@Nullable Object, @Nullable Object> map(Schema schema, JsonNode node) {
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        if (node.isObject()) {
            node.fields()
                    .forEachRemaining(
                            e -> map.put(e.getKey(), fromJson(schema.valueSchema(), e.getValue())));
        } else {
            node.forEach(
                    pair ->
                            map.put(
                                    fromJson(schema.keySchema(), pair.get(0)),
                                    fromJson(schema.valueSchema(), pair.get(1))));
        }
        return map;
    }

    private Struct struct(Schema schema, JsonNode node) {
        Struct struct = new Struct(schema.schema());
        for (Field field : schema.fields()) {
            struct.put(field, fromJson(field.schema(), node.get(field.name())));
        }
        return struct;
    }

    private static Object logicalValue(Schema schema, Object base) {
        if (schema.name() == null) {
            return base;
        }
        return switch (schema.name()) {
            case Decimal.LOGICAL_NAME ->
                    base instanceof byte[] bytes ? Decimal.toLogical(schema, bytes) : base;
            case Date.LOGICAL_NAME -> Date.toLogical(schema, (int) base);
            case Time.LOGICAL_NAME -> Time.toLogical(schema, (int) base);
            case Timestamp.LOGICAL_NAME -> Timestamp.toLogical(schema, (long) base);
            default -> base;
        };
    }
}
