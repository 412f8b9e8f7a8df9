package io.leat.log.broker.config;

import io.leat.log.runtime.Secret;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One setting: its name, type, default, range and meaning. Immutable.
 *
 * @param <T> what its text stands for
 */
public final class ConfigKey<T> {

    /** The types a setting can have, with the numbers DescribeConfigs gives them. */
    public enum Type {
        BOOLEAN(1),
        STRING(2),
        INT(3),
        SHORT(4),
        LONG(5),
        DOUBLE(6),
        LIST(7),
        PASSWORD(9);

        private final byte code;

        Type(int code) {
            this.code = (byte) code;
        }

        public byte code() {
            return code;
        }
    }

    /** Reads a value out of its text; throws {@link IllegalArgumentException} if it is none. */
    private interface Parser<T> extends Function<String, T> {}

    private final String name;
    private final Type type;
    private final @Nullable String defaultText;
    private final String allowed;
    private final String doc;
    private final Parser<T> parser;
    private final @Nullable T defaultValue;

    private ConfigKey(
            String name,
            Type type,
            @Nullable String defaultText,
            String allowed,
            String doc,
            Parser<T> parser) {
        this.name = name;
        this.type = type;
        this.defaultText = defaultText;
        this.allowed = allowed;
        this.doc = doc;
        this.parser = parser;
        this.defaultValue = defaultText == null ? null : parser.apply(defaultText);
    }

    public static ConfigKey<Boolean> bool(String name, boolean defaultValue, String doc) {
        return new ConfigKey<>(
                name,
                Type.BOOLEAN,
                String.valueOf(defaultValue),
                "true or false",
                doc,
                text -> {
                    String lower = text.toLowerCase(Locale.ROOT);
                    if (!lower.equals("true") && !lower.equals("false")) {
                        throw new IllegalArgumentException();
                    }
                    return lower.equals("true");
                });
    }

    /** A number from {@code min} to {@code max}; without a default if that is null. */
    public static ConfigKey<Integer> int32(
            String name, @Nullable Integer defaultValue, int min, int max, String doc) {
        return new ConfigKey<>(
                name,
                Type.INT,
                text(defaultValue),
                range(min, max, Integer.MAX_VALUE),
                doc,
                text -> (int) within(Integer.parseInt(text), min, max));
    }

    /** As {@link #int32}, with a lower bound only. */
    public static ConfigKey<Integer> int32(
            String name, @Nullable Integer defaultValue, int min, String doc) {
        return int32(name, defaultValue, min, Integer.MAX_VALUE, doc);
    }

    public static ConfigKey<Long> int64(
            String name, @Nullable Long defaultValue, long min, String doc) {
        return new ConfigKey<>(
                name,
                Type.LONG,
                text(defaultValue),
                range(min, Long.MAX_VALUE, Long.MAX_VALUE),
                doc,
                text -> within(Long.parseLong(text), min, Long.MAX_VALUE));
    }

    public static ConfigKey<Double> float64(
            String name, double defaultValue, double min, double max, String doc) {
        return new ConfigKey<>(
                name,
                Type.DOUBLE,
                String.valueOf(defaultValue),
                min + " to " + max,
                doc,
                text -> {
                    double value = Double.parseDouble(text);
                    if (!(value >= min && value <= max)) {
                        throw new IllegalArgumentException();
                    }
                    return value;
                });
    }

    public static ConfigKey<String> string(String name, @Nullable String defaultValue, String doc) {
        return new ConfigKey<>(name, Type.STRING, defaultValue, "text", doc, text -> text);
    }

    /** A text that is never shown. */
    public static ConfigKey<Secret> secret(String name, String doc) {
        return new ConfigKey<>(name, Type.PASSWORD, null, "text", doc, Secret::new);
    }

    /** One of {@code choices}. */
    public static ConfigKey<String> oneOf(
            String name, String defaultValue, List<String> choices, String doc) {
        return new ConfigKey<>(
                name,
                Type.STRING,
                defaultValue,
                "one of " + String.join(", ", choices),
                doc,
                text -> {
                    if (!choices.contains(text)) {
                        throw new IllegalArgumentException();
                    }
                    return text;
                });
    }

    /** Several values, separated by commas; any text if {@code choices} is empty. */
    public static ConfigKey<List<String>> list(
            String name, @Nullable String defaultValue, List<String> choices, String doc) {
        String allowed =
                choices.isEmpty()
                        ? "values separated by commas"
                        : "any of " + String.join(", ", choices) + ", separated by commas";
        return new ConfigKey<>(
                name,
                Type.LIST,
                defaultValue,
                allowed,
                doc,
                text -> {
                    List<String> values = split(text);
                    if (!choices.isEmpty() && !choices.containsAll(values)) {
                        throw new IllegalArgumentException();
                    }
                    return values;
                });
    }

    /** The same, but for one text that stands for no value. */
    public ConfigKey<T> except(String refused) {
        return new ConfigKey<>(
                name,
                type,
                defaultText,
                allowed + ", but not " + refused,
                doc,
                text -> {
                    if (text.equalsIgnoreCase(refused)) {
                        throw new IllegalArgumentException();
                    }
                    return parser.apply(text);
                });
    }

    /** The same under another name, with another default: {@code null} for none. */
    ConfigKey<T> as(String otherName, @Nullable String otherDefault) {
        return new ConfigKey<>(otherName, type, otherDefault, allowed, doc, parser);
    }

    public String name() {
        return name;
    }

    public Type type() {
        return type;
    }

    /** The default as text, or null if there is none. */
    public @Nullable String defaultText() {
        return defaultText;
    }

    /** What values are allowed, for people. */
    public String allowed() {
        return allowed;
    }

    /** Whether its value is never shown. */
    public boolean isSecret() {
        return type == Type.PASSWORD;
    }

    public String doc() {
        return doc;
    }

    /**
     * The value that {@code text} stands for.
     *
     * @throws ConfigException if it is none
     */
    public T parse(String text) {
        try {
            return parser.apply(text.trim());
        } catch (IllegalArgumentException e) {
            throw new ConfigException(
                    "'" + text + "' is no value for " + name + ": allowed is " + allowed);
        }
    }

    /** What is wrong with {@code text} as its value, or null if nothing is. */
    public @Nullable String violation(String text) {
        try {
            parse(text);
            return null;
        } catch (ConfigException e) {
            return e.getMessage();
        }
    }

    /** The default value, or null if there is none. */
    public @Nullable T defaultValue() {
        return defaultValue;
    }

    private static List<String> split(String text) {
        if (text.isBlank()) {
            return List.of();
        }
        return List.of(text.trim().split("\\s*,\\s*"));
    }

    private static @Nullable String text(@Nullable Number value) {
        return value == null ? null : value.toString();
    }

    private static long within(long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException();
        }
        return value;
    }

    private static String range(long min, long max, long unbounded) {
        if (max == unbounded) {
            return min == Long.MIN_VALUE || min == Integer.MIN_VALUE
                    ? "a whole number"
                    : "a whole number of at least " + min;
        }
        return "a whole number from " + min + " to " + max;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConfigKey<?> key && key.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
