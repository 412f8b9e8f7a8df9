package io.leat.connect.data;

import io.leat.connect.errors.DataException;
import java.math.BigDecimal;
import java.text.ParsePosition;
import java.text.SimpleDateFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a text means: null, a boolean, the smallest number that holds it, a date, a list
 * or a map in the manner of JSON; everything else is a text. One use, one thread.
 */
final class ValueParser {

    private static final SchemaAndValue NOTHING = new SchemaAndValue(null, null);
    private static final List<Schema.Type> NUMBERS =
            List.of(
                    Schema.Type.INT8,
                    Schema.Type.INT16,
                    Schema.Type.INT32,
                    Schema.Type.INT64,
                    Schema.Type.FLOAT32,
                    Schema.Type.FLOAT64);

    private final String text;
    private int at;

    private ValueParser(String text) {
        this.text = text;
    }

    static SchemaAndValue parse(@Nullable String text) {
        if (text == null) {
            return NOTHING;
        }
        try {
            ValueParser parser = new ValueParser(text);
            SchemaAndValue value = parser.value(false);
            parser.skipBlanks();
            if (parser.at == text.length()) {
                return value;
            }
        } catch (DataException e) {
            // Then it is a text that only looked like something else.
        }
        return new SchemaAndValue(Schema.STRING_SCHEMA, text);
    }

    private SchemaAndValue value(boolean embedded) {
        skipBlanks();
        if (at == text.length()) {
            throw new DataException("a value is missing");
        }
        return switch (text.charAt(at)) {
            case '[' -> list();
            case '{' -> map();
            case '"' -> quoted(embedded);
            default -> literal(embedded);
        };
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean take(char c) {
        skipBlanks();
        boolean there = at < text.length() && text.charAt(at) == c;
        if (there) {
            at++;
        }
        return there;
    }

    /** Outside of lists and maps, quotes are a part of the text. */
    private SchemaAndValue quoted(boolean embedded) {
        if (!embedded) {
            throw new DataException("only a text");
        }
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return new SchemaAndValue(Schema.STRING_SCHEMA, value.toString());
            }
            if (c == '\\' && at + 1 < text.length()) {
                c = text.charAt(++at);
            }
            value.append(c);
        }
        throw new DataException("a quote is not closed");
    }

    private SchemaAndValue list() {
        at++;
        List<@Nullable Object> values = new ArrayList<>();
        List<SchemaAndValue> found = new ArrayList<>();
        while (!take(']')) {
            if (!found.isEmpty() && !take(',')) {
                throw new DataException("a comma is missing in a list");
            }
            found.add(value(true));
        }
        Schema schema = common(found);
        found.forEach(one -> values.add(widened(schema, one.value())));
        return new SchemaAndValue(
                schema == null ? null : SchemaBuilder.array(schema).build(), values);
    }

    private SchemaAndValue map() {
        at++;
        Map<@Nullable Object, @Nullable Object> values = new LinkedHashMap<>();
        List<SchemaAndValue> keys = new ArrayList<>();
        List<SchemaAndValue> found = new ArrayList<>();
        while (!take('}')) {
            if (!found.isEmpty() && !take(',')) {
                throw new DataException("a comma is missing in a map");
            }
            keys.add(value(true));
            if (!take(':')) {
                throw new DataException("a colon is missing in a map");
            }
            found.add(value(true));
        }
        Schema keySchema = common(keys);
        Schema valueSchema = common(found);
        for (int i = 0; i < keys.size(); i++) {
            values.put(
                    widened(keySchema, keys.get(i).value()),
                    widened(valueSchema, found.get(i).value()));
        }
        return new SchemaAndValue(
                keySchema == null || valueSchema == null
                        ? null
                        : SchemaBuilder.map(keySchema, valueSchema).build(),
                values);
    }

    private SchemaAndValue literal(boolean embedded) {
        int end = at;
        while (end < text.length() && (!embedded || ",:]}".indexOf(text.charAt(end)) < 0)) {
            end++;
        }
        SchemaAndValue date = embedded ? embeddedDate() : null;
        if (date != null) {
            return date;
        }
        String token = text.substring(at, end).trim();
        at = end;
        SchemaAndValue value = simple(token);
        if (value == null) {
            throw new DataException("not a value: " + token);
        }
        return value;
    }

    /** A time of day has colons in it: they do not end it. */
    private @Nullable SchemaAndValue embeddedDate() {
        for (int length : new int[] {24, 13, 10}) {
            if (at + length <= text.length()) {
                SchemaAndValue value = date(text.substring(at, at + length));
                if (value != null) {
                    at += length;
                    return value;
                }
            }
        }
        return null;
    }

    private static @Nullable SchemaAndValue simple(String token) {
        switch (token) {
            case "null":
                return NOTHING;
            case "true", "false":
                return new SchemaAndValue(Schema.BOOLEAN_SCHEMA, Boolean.valueOf(token));
            default:
                break;
        }
        SchemaAndValue date = date(token);
        return date == null ? number(token) : date;
    }

    private static @Nullable SchemaAndValue date(String token) {
        return switch (token.length()) {
            case 10 -> date(token, Values.DATE_PATTERN, Date.SCHEMA);
            case 13 -> date(token, Values.TIME_PATTERN, Time.SCHEMA);
            case 24 -> date(token, Values.TIMESTAMP_PATTERN, Timestamp.SCHEMA);
            default -> null;
        };
    }

    private static @Nullable SchemaAndValue date(String token, String pattern, Schema schema) {
        if (!Character.isDigit(token.charAt(0))) {
            return null;
        }
        SimpleDateFormat format = Values.format(pattern);
        format.setLenient(false);
        ParsePosition position = new ParsePosition(0);
        java.util.Date date = format.parse(token, position);
        return date == null || position.getIndex() < token.length()
                ? null
                : new SchemaAndValue(schema, date);
    }

    private static @Nullable SchemaAndValue number(String token) {
        BigDecimal number;
        try {
            number = new BigDecimal(token);
        } catch (NumberFormatException e) {
            return null;
        }
        try {
            long whole = number.longValueExact();
            if (whole == (byte) whole) {
                return new SchemaAndValue(Schema.INT8_SCHEMA, (byte) whole);
            }
            if (whole == (short) whole) {
                return new SchemaAndValue(Schema.INT16_SCHEMA, (short) whole);
            }
            return whole == (int) whole
                    ? new SchemaAndValue(Schema.INT32_SCHEMA, (int) whole)
                    : new SchemaAndValue(Schema.INT64_SCHEMA, whole);
        } catch (ArithmeticException e) {
            return real(number);
        }
    }

    private static SchemaAndValue real(BigDecimal number) {
        if (number.scale() != 0 && !Float.isInfinite(number.floatValue())) {
            return new SchemaAndValue(Schema.FLOAT32_SCHEMA, number.floatValue());
        }
        if (number.scale() != 0 && !Double.isInfinite(number.doubleValue())) {
            return new SchemaAndValue(Schema.FLOAT64_SCHEMA, number.doubleValue());
        }
        return new SchemaAndValue(Decimal.schema(number.scale()), number);
    }

    /** The schema that all values fit, of the widest number among numbers; null without one. */
    private static @Nullable Schema common(List<SchemaAndValue> values) {
        Schema common = null;
        boolean optional = false;
        for (SchemaAndValue one : values) {
            Schema schema = one.schema();
            if (schema == null) {
                if (one.value() != null) {
                    return null;
                }
                optional = true;
            } else if (common == null || wider(common, schema)) {
                common = schema;
            } else if (!common.equals(schema) && !wider(schema, common)) {
                return null;
            }
        }
        if (common == null || !optional) {
            return common;
        }
        return Arrays.asList(Schema.Type.ARRAY, Schema.Type.MAP).contains(common.type())
                ? common
                : SchemaBuilder.type(common.type()).optional().build();
    }

    private static boolean wider(Schema one, Schema other) {
        int from = NUMBERS.indexOf(one.type());
        int to = NUMBERS.indexOf(other.type());
        return one.name() == null && other.name() == null && from >= 0 && to > from;
    }

    private static @Nullable Object widened(@Nullable Schema schema, @Nullable Object value) {
        if (schema == null || schema.name() != null || !(value instanceof Number number)) {
            return value;
        }
        return switch (schema.type()) {
            case INT16 -> number.shortValue();
            case INT32 -> number.intValue();
            case INT64 -> number.longValue();
            case FLOAT32 -> number.floatValue();
            case FLOAT64 -> number.doubleValue();
            default -> value;
        };
    }
}
