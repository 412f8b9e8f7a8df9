package io.leat.connect.transforms;

import io.leat.connect.data.Date;
import io.leat.connect.data.Decimal;
import io.leat.connect.data.Schema;
import io.leat.connect.data.Time;
import io.leat.connect.data.Timestamp;
import io.leat.connect.data.Values;
import io.leat.connect.errors.DataException;
import java.nio.ByteBuffer;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Turns single values into other types. */
final class CastValue {

    private CastValue() {}

    static @Nullable Object cast(
            @Nullable Schema schema, @Nullable Object value, Schema.Type target) {
        if (value == null) {
            return null;
        }
        Object base = target == Schema.Type.STRING ? value : base(schema, value);
        try {
            return switch (target) {
                case INT8 -> (byte) integer(base, Byte.MIN_VALUE, Byte.MAX_VALUE);
                case INT16 -> (short) integer(base, Short.MIN_VALUE, Short.MAX_VALUE);
                case INT32 -> (int) integer(base, Integer.MIN_VALUE, Integer.MAX_VALUE);
                case INT64 -> integer(base, Long.MIN_VALUE, Long.MAX_VALUE);
                case FLOAT32 -> real(base).floatValue();
                case FLOAT64 -> real(base).doubleValue();
                case BOOLEAN -> truth(base);
                case STRING -> text(base);
                default -> throw new DataException("nothing can be cast to " + target);
            };
        } catch (NumberFormatException e) {
            throw new DataException("'" + value + "' cannot be cast to " + target, e);
        }
    }

    /** The number or bytes that a logical value is stored as. */
    private static Object base(@Nullable Schema schema, Object value) {
        if (schema == null || schema.name() == null) {
            return value instanceof java.util.Date date ? date.getTime() : value;
        }
        return switch (schema.name()) {
            case Date.LOGICAL_NAME -> Date.fromLogical(schema, (java.util.Date) value);
            case Time.LOGICAL_NAME -> Time.fromLogical(schema, (java.util.Date) value);
            case Timestamp.LOGICAL_NAME -> Timestamp.fromLogical(schema, (java.util.Date) value);
            case Decimal.LOGICAL_NAME -> value;
            default -> value;
        };
    }

    /** Numbers are cut to the width of the target, texts have to fit. */
    private static long integer(Object value, long min, long max) {
        if (value instanceof Number number) {
            return number.longValue();
        }
        if (value instanceof Boolean flag) {
            return flag ? 1 : 0;
        }
        if (value instanceof String text) {
            long parsed = Long.parseLong(text);
            if (parsed < min || parsed > max) {
                throw new NumberFormatException(text);
            }
            return parsed;
        }
        throw unexpected(value);
    }

    private static Number real(Object value) {
        if (value instanceof Number number) {
            return number;
        }
        if (value instanceof Boolean flag) {
            return flag ? 1 : 0;
        }
        if (value instanceof String text) {
            return Double.parseDouble(text);
        }
        throw unexpected(value);
    }

    private static boolean truth(Object value) {
        if (value instanceof Boolean flag) {
            return flag;
        }
        if (value instanceof Number number) {
            return number.longValue() != 0;
        }
        if (value instanceof String text) {
            return Boolean.parseBoolean(text);
        }
        throw unexpected(value);
    }

    private static String text(Object value) {
        if (value instanceof java.util.Date date) {
            return Values.dateFormatFor(date).format(date);
        }
        if (value instanceof byte[] bytes) {
            return Base64.getEncoder().encodeToString(bytes);
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return Base64.getEncoder().encodeToString(bytes);
        }
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        throw unexpected(value);
    }

    private static DataException unexpected(Object value) {
        return new DataException("a value of " + value.getClass().getName() + " cannot be cast");
    }
}
