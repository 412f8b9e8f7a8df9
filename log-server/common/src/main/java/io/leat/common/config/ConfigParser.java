package io.leat.common.config;

import io.leat.common.config.types.Password;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns raw values of settings into typed ones and back into text. */
final class ConfigParser {

    private ConfigParser() {}

    static @Nullable Object parse(String name, @Nullable Object value, ConfigDef.Type type) {
        if (value == null) {
            return null;
        }
        Object raw = value instanceof String text ? text.trim() : value;
        try {
            return switch (type) {
                case BOOLEAN -> parseBoolean(name, raw);
                case PASSWORD ->
                        raw instanceof String text
                                ? new Password(text)
                                : expect(name, raw, Password.class, "a password");
                case STRING -> expect(name, raw, String.class, "a string");
                case INT ->
                        raw instanceof String text
                                ? (Object) Integer.valueOf(text)
                                : expect(name, raw, Integer.class, "a 32-bit integer");
                case SHORT ->
                        raw instanceof String text
                                ? (Object) Short.valueOf(text)
                                : expect(name, raw, Short.class, "a 16-bit integer");
                case LONG -> parseLong(name, raw);
                case DOUBLE ->
                        raw instanceof Number number
                                ? (Object) number.doubleValue()
                                : Double.valueOf(expect(name, raw, String.class, "a double"));
                case LIST -> parseList(name, raw);
                case CLASS -> parseClass(name, raw);
            };
        } catch (NumberFormatException e) {
            throw new ConfigException(
                    name, value, "Not a number of type " + type.name().toLowerCase(Locale.ROOT));
        }
    }

    private static Object parseBoolean(String name, Object raw) {
        if (raw instanceof String text) {
            if (text.equalsIgnoreCase("true")) {
                return Boolean.TRUE;
            }
            if (text.equalsIgnoreCase("false")) {
                return Boolean.FALSE;
            }
        }
        return expect(name, raw, Boolean.class, "true or false");
    }

    private static Object parseLong(String name, Object raw) {
        if (raw instanceof Integer number) {
            return number.longValue();
        }
        return raw instanceof String text
                ? (Object) Long.valueOf(text)
                : expect(name, raw, Long.class, "a 64-bit integer");
    }

    private static Object parseList(String name, Object raw) {
        if (raw instanceof List<?> list) {
            return list;
        }
        String text = expect(name, raw, String.class, "a list separated by commas");
        return text.isEmpty()
                ? List.of()
                : Stream.of(text.split("\\s*,\\s*", -1)).collect(Collectors.toList());
    }

    private static Object parseClass(String name, Object raw) {
        if (!(raw instanceof String text)) {
            return expect(name, raw, Class.class, "a class or its name");
        }
        try {
            return ConfigClasses.load(text);
        } catch (ClassNotFoundException e) {
            throw new ConfigException(name, raw, "Class " + text + " could not be found.");
        }
    }

    private static <T> T expect(String name, Object raw, Class<T> type, String wanted) {
        if (type.isInstance(raw)) {
            return type.cast(raw);
        }
        throw new ConfigException(
                name,
                raw,
                "Expected value to be " + wanted + ", but it is a " + raw.getClass().getName());
    }

    static @Nullable String print(@Nullable Object value, ConfigDef.Type type) {
        if (value == null) {
            return null;
        }
        return switch (type) {
            case LIST ->
                    value instanceof List<?> list
                            ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
                            : value.toString();
            case CLASS -> value instanceof Class<?> found ? found.getName() : value.toString();
            default -> value.toString();
        };
    }
}
