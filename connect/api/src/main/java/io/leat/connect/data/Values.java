package io.leat.connect.data;

import io.leat.connect.errors.DataException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.text.DateFormat;
import java.text.SimpleDateFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * Turns values into values of other types, and texts into values. Null stays null where simple
 * values are wanted; there is no list, map, struct, date or decimal of it.
 *
 * <pre>{@code
 * Values.parseString("[1, 200]");                 // an array of int16
 * Values.convertToLong(null, "42");               // 42L
 * Values.convertToString(null, List.of("a", 1));  // ["a",1]
 * }</pre>
 */
public class Values {

    static final String DATE_PATTERN = "yyyy-MM-dd";
    static final String TIME_PATTERN = "HH:mm:ss.SSS'Z'";
    static final String TIMESTAMP_PATTERN = "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'";

    private static final long DAY_MS = 86_400_000L;

    public static @Nullable Boolean convertToBoolean(
            @Nullable Schema schema, @Nullable Object value) {
        if (value == null || value instanceof Boolean) {
            return (Boolean) value;
        }
        if (value instanceof String text && parseString(text).value() instanceof Boolean flag) {
            return flag;
        }
        return number(schema, value, "boolean").longValue() != 0;
    }

    public static @Nullable Byte convertToByte(@Nullable Schema schema, @Nullable Object value) {
        return value == null ? null : (Byte) (byte) number(schema, value, "int8").longValue();
    }

    public static @Nullable Short convertToShort(@Nullable Schema schema, @Nullable Object value) {
        return value == null ? null : (Short) (short) number(schema, value, "int16").longValue();
    }

    public static @Nullable Integer convertToInteger(
            @Nullable Schema schema, @Nullable Object value) {
        return value == null ? null : (Integer) (int) number(schema, value, "int32").longValue();
    }

    public static @Nullable Long convertToLong(@Nullable Schema schema, @Nullable Object value) {
        return value == null ? null : (Long) number(schema, value, "int64").longValue();
    }

    public static @Nullable Float convertToFloat(@Nullable Schema schema, @Nullable Object value) {
        return value == null ? null : (Float) number(schema, value, "float32").floatValue();
    }

    public static @Nullable Double convertToDouble(
            @Nullable Schema schema, @Nullable Object value) {
        return value == null ? null : (Double) number(schema, value, "float64").doubleValue();
    }

    private static Number number(@Nullable Schema schema, Object value, String target) {
        if (value instanceof Number number) {
            return number;
        }
        if (value instanceof Boolean) {
            throw cannot(value, target, null);
        }
        if (value instanceof java.util.Date date) {
            String name = schema == null ? null : schema.name();
            return Date.LOGICAL_NAME.equals(name)
                    ? Math.floorDiv(date.getTime(), DAY_MS)
                    : date.getTime();
        }
        if (value instanceof String text) {
            try {
                return new BigDecimal(text.trim());
            } catch (NumberFormatException e) {
                throw cannot(value, target, e);
            }
        }
        throw cannot(value, target, null);
    }

    private static DataException cannot(
            @Nullable Object value, String target, @Nullable Throwable cause) {
        DataException failure =
                new DataException(
                        "'"
                                + value
                                + "' ("
                                + (value == null ? "null" : value.getClass().getName())
                                + ") cannot be converted to "
                                + target);
        if (cause != null) {
            failure.initCause(cause);
        }
        return failure;
    }

    public static @Nullable String convertToString(
            @Nullable Schema schema, @Nullable Object value) {
        if (value == null || value instanceof String) {
            return (String) value;
        }
        if (value instanceof java.util.Date date && schema != null && schema.name() != null) {
            switch (schema.name()) {
                case Date.LOGICAL_NAME:
                    return format(DATE_PATTERN).format(date);
                case Time.LOGICAL_NAME:
                    return format(TIME_PATTERN).format(date);
                case Timestamp.LOGICAL_NAME:
                    return format(TIMESTAMP_PATTERN).format(date);
                default:
                    break;
            }
        }
        StringBuilder text = new StringBuilder();
        ValueText.append(text, value, false);
        return text.toString();
    }

    public static List<?> convertToList(@Nullable Schema schema, @Nullable Object value) {
        return (List<?>) container(value, List.class, "a list");
    }

    public static Map<?, ?> convertToMap(@Nullable Schema schema, @Nullable Object value) {
        return (Map<?, ?>) container(value, Map.class, "a map");
    }

    public static Struct convertToStruct(@Nullable Schema schema, @Nullable Object value) {
        return (Struct) container(value, Struct.class, "a struct");
    }

    private static Object container(@Nullable Object value, Class<?> type, String target) {
        Object meant = value instanceof String text ? parseString(text).value() : value;
        if (type.isInstance(meant)) {
            return meant;
        }
        throw cannot(meant, target, null);
    }

    public static java.util.Date convertToTime(@Nullable Schema schema, @Nullable Object value) {
        java.util.Date date = date(schema, value, TIME_PATTERN, 1);
        return new java.util.Date(Math.floorMod(date.getTime(), DAY_MS));
    }

    public static java.util.Date convertToDate(@Nullable Schema schema, @Nullable Object value) {
        java.util.Date date = date(schema, value, DATE_PATTERN, DAY_MS);
        return new java.util.Date(date.getTime() - Math.floorMod(date.getTime(), DAY_MS));
    }

    public static java.util.Date convertToTimestamp(
            @Nullable Schema schema, @Nullable Object value) {
        return date(schema, value, TIMESTAMP_PATTERN, 1);
    }

    private static java.util.Date date(
            @Nullable Schema schema, @Nullable Object value, String pattern, long unitMs) {
        if (value == null) {
            throw cannot(null, pattern, null);
        }
        if (value instanceof java.util.Date date) {
            return date;
        }
        if (value instanceof String text && parseString(text).value() instanceof java.util.Date d) {
            return d;
        }
        return new java.util.Date(number(schema, value, pattern).longValue() * unitMs);
    }

    /** The decimal; texts and other numbers keep the digits that they have. */
    public static BigDecimal convertToDecimal(
            @Nullable Schema schema, @Nullable Object value, int scale) {
        if (value == null) {
            throw cannot(null, "a decimal", null);
        }
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        return new BigDecimal(number(schema, value, "a decimal").toString());
    }

    /** The schema that fits {@code value}; null when there is none. */
    public static @Nullable Schema inferSchema(@Nullable Object value) {
        if (value instanceof Struct struct) {
            return struct.schema();
        }
        if (value instanceof List<?> list) {
            Schema element = common(list);
            return element == null ? null : SchemaBuilder.array(element).build();
        }
        if (value instanceof Map<?, ?> map) {
            Schema key = common(map.keySet());
            Schema element = common(map.values());
            return key == null || element == null ? null : SchemaBuilder.map(key, element).build();
        }
        if (value instanceof BigDecimal decimal) {
            return Decimal.schema(decimal.scale());
        }
        if (value instanceof java.util.Date date) {
            boolean midnight = Math.floorMod(date.getTime(), DAY_MS) == 0;
            return date.getTime() >= 0 && date.getTime() < DAY_MS
                    ? Time.SCHEMA
                    : midnight ? Date.SCHEMA : Timestamp.SCHEMA;
        }
        if (value instanceof byte[] || value instanceof ByteBuffer) {
            return Schema.BYTES_SCHEMA;
        }
        Schema.Type type = value == null ? null : ConnectSchema.schemaType(value.getClass());
        return type == null ? null : SchemaBuilder.type(type).build();
    }

    private static @Nullable Schema common(Iterable<?> values) {
        Schema common = null;
        for (Object value : values) {
            Schema schema = inferSchema(value);
            if (schema == null || common != null && !common.equals(schema)) {
                return null;
            }
            common = schema;
        }
        return common;
    }

    /**
     * What {@code value} means: null, a boolean, the smallest number that holds it, a date, time or
     * timestamp in ISO 8601, a list or a map in the manner of JSON, else a text.
     */
    public static SchemaAndValue parseString(@Nullable String value) {
        return ValueParser.parse(value);
    }

    /** A format for {@code value}: a time within 1970-01-01, a date at midnight, else both. */
    public static DateFormat dateFormatFor(java.util.Date value) {
        long ms = Objects.requireNonNull(value).getTime();
        if (ms < DAY_MS) {
            return format(TIME_PATTERN);
        }
        return format(ms % DAY_MS == 0 ? DATE_PATTERN : TIMESTAMP_PATTERN);
    }

    static SimpleDateFormat format(String pattern) {
        SimpleDateFormat format = new SimpleDateFormat(pattern, Locale.ROOT);
        format.setTimeZone(TimeZone.getTimeZone("UTC"));
        return format;
    }
}
