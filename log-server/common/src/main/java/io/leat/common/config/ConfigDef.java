package io.leat.common.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which settings there are, with types, defaults and checks. It parses a map of raw values into one
 * of typed values, and says clearly what is wrong.
 *
 * <pre>{@code
 * ConfigDef def = new ConfigDef()
 *     .define("threads", Type.INT, 1, Range.atLeast(1), Importance.HIGH, "How many threads");
 * Map<String, Object> values = def.parse(Map.of("threads", "4"));
 * }</pre>
 */
public class ConfigDef {

    /** Says that a setting must be given. */
    public static final Object NO_DEFAULT_VALUE = new Object();

    private final Map<String, ConfigKey> configKeys = new LinkedHashMap<>();
    private final List<String> groups = new ArrayList<>();

    public ConfigDef() {}

    public ConfigDef(ConfigDef base) {
        configKeys.putAll(base.configKeys);
        groups.addAll(base.groups);
    }

    public Set<String> names() {
        return Collections.unmodifiableSet(configKeys.keySet());
    }

    public Map<String, ConfigKey> configKeys() {
        return configKeys;
    }

    public List<String> groups() {
        return groups;
    }

    public Map<String, @Nullable Object> defaultValues() {
        return ConfigReading.defaults(configKeys);
    }

    public ConfigDef define(ConfigKey key) {
        if (configKeys.containsKey(key.name)) {
            throw new ConfigException("Configuration " + key.name + " is defined twice.");
        }
        if (key.group != null && !groups.contains(key.group)) {
            groups.add(key.group);
        }
        configKeys.put(key.name, key);
        return this;
    }

    public ConfigDef define(
            String name,
            Type type,
            @Nullable Object defaultValue,
            @Nullable Validator validator,
            Importance importance,
            String documentation,
            @Nullable String group,
            int orderInGroup,
            Width width,
            String displayName,
            List<String> dependents,
            @Nullable Recommender recommender) {
        return define(
                new ConfigKey(
                        name,
                        type,
                        defaultValue,
                        validator,
                        importance,
                        documentation,
                        group,
                        orderInGroup,
                        width,
                        displayName,
                        dependents,
                        recommender,
                        false));
    }

    public ConfigDef define(
            String name,
            Type type,
            @Nullable Object defaultValue,
            @Nullable Validator validator,
            Importance importance,
            String documentation,
            @Nullable String group,
            int orderInGroup,
            Width width,
            String displayName) {
        return define(
                name,
                type,
                defaultValue,
                validator,
                importance,
                documentation,
                group,
                orderInGroup,
                width,
                displayName,
                List.of(),
                null);
    }

    public ConfigDef define(
            String name,
            Type type,
            @Nullable Object defaultValue,
            Importance importance,
            String documentation,
            @Nullable String group,
            int orderInGroup,
            Width width,
            String displayName) {
        return define(
                name,
                type,
                defaultValue,
                null,
                importance,
                documentation,
                group,
                orderInGroup,
                width,
                displayName);
    }

    public ConfigDef define(
            String name,
            Type type,
            @Nullable Object defaultValue,
            @Nullable Validator validator,
            Importance importance,
            String documentation) {
        return define(
                name,
                type,
                defaultValue,
                validator,
                importance,
                documentation,
                null,
                -1,
                Width.NONE,
                name);
    }

    public ConfigDef define(
            String name,
            Type type,
            @Nullable Object defaultValue,
            Importance importance,
            String documentation) {
        return define(name, type, defaultValue, null, importance, documentation);
    }

    /** A setting that must be given. */
    public ConfigDef define(String name, Type type, Importance importance, String documentation) {
        return define(name, type, NO_DEFAULT_VALUE, null, importance, documentation);
    }

    /** A setting that is not for users. */
    public ConfigDef defineInternal(
            String name, Type type, @Nullable Object defaultValue, Importance importance) {
        return defineInternal(name, type, defaultValue, null, importance, "");
    }

    public ConfigDef defineInternal(
            String name,
            Type type,
            @Nullable Object defaultValue,
            @Nullable Validator validator,
            Importance importance,
            String documentation) {
        return define(
                new ConfigKey(
                        name,
                        type,
                        defaultValue,
                        validator,
                        importance,
                        documentation,
                        "",
                        -1,
                        Width.NONE,
                        name,
                        List.of(),
                        null,
                        true));
    }

    public ConfigDef withClientSslSupport() {
        SslConfigs.addClientSslSupport(this);
        return this;
    }

    public ConfigDef withClientSaslSupport() {
        SaslConfigs.addClientSaslSupport(this);
        return this;
    }

    /**
     * Typed values of all defined settings: from {@code props}, or the default. Names that are not
     * defined are left out.
     *
     * @throws ConfigException if a value cannot be parsed, is not valid or missing
     */
    public Map<String, @Nullable Object> parse(Map<?, ?> props) {
        return ConfigReading.read(configKeys, props);
    }

    /** Checks all settings and collects what is wrong instead of stopping at the first. */
    public List<ConfigValue> validate(Map<String, String> props) {
        return new ArrayList<>(validateAll(props).values());
    }

    /** As {@link #validate}, by name. */
    public Map<String, ConfigValue> validateAll(Map<String, String> props) {
        return ConfigReading.validate(configKeys, props);
    }

    /** {@code value} as {@code type}; strings are trimmed and parsed. */
    public static @Nullable Object parseType(String name, @Nullable Object value, Type type) {
        return ConfigParser.parse(name, value, type);
    }

    /** The text that {@link #parseType} reads back. */
    public static @Nullable String convertToString(@Nullable Object parsedValue, Type type) {
        return ConfigParser.print(parsedValue, type);
    }

    /** Adds the settings of {@code child} under {@code keyPrefix}. */
    public void embed(String keyPrefix, String groupPrefix, int startingOrd, ConfigDef child) {
        int order = startingOrd;
        for (ConfigKey key : child.configKeys.values()) {
            define(
                    new ConfigKey(
                            keyPrefix + key.name,
                            key.type,
                            key.defaultValue,
                            key.validator,
                            key.importance,
                            key.documentation,
                            groupPrefix + (key.group == null ? "" : ": " + key.group),
                            order++,
                            key.width,
                            key.displayName,
                            key.dependents,
                            key.recommender,
                            key.internalConfig));
        }
    }

    /** The type of a setting's value. */
    public enum Type {
        BOOLEAN,
        STRING,
        INT,
        SHORT,
        LONG,
        DOUBLE,
        /** Strings separated by commas. */
        LIST,
        /** The name of a class. */
        CLASS,
        /** A string that is not shown. */
        PASSWORD;

        public boolean isSensitive() {
            return this == PASSWORD;
        }
    }

    /** How likely a user has to care. */
    public enum Importance {
        HIGH,
        MEDIUM,
        LOW
    }

    /** How wide a form field should be. */
    public enum Width {
        NONE,
        SHORT,
        MEDIUM,
        LONG
    }

    /** Suggests values, given the others. */
    public interface Recommender {

        List<Object> validValues(String name, Map<String, Object> parsedConfig);

        boolean visible(String name, Map<String, Object> parsedConfig);
    }

    /** Checks one value. Its {@code toString} says what is allowed. */
    public interface Validator {

        /** Throws {@link ConfigException} if the value is not allowed. */
        void ensureValid(String name, @Nullable Object value);
    }

    /** The definition of one setting. */
    public static class ConfigKey {

        public final String name;
        public final Type type;
        public final String documentation;
        public final @Nullable Object defaultValue;
        public final @Nullable Validator validator;
        public final Importance importance;
        public final @Nullable String group;
        public final int orderInGroup;
        public final Width width;
        public final String displayName;
        public final List<String> dependents;
        public final @Nullable Recommender recommender;
        public final boolean internalConfig;

        public ConfigKey(
                String name,
                Type type,
                @Nullable Object defaultValue,
                @Nullable Validator validator,
                Importance importance,
                String documentation,
                @Nullable String group,
                int orderInGroup,
                Width width,
                String displayName,
                List<String> dependents,
                @Nullable Recommender recommender,
                boolean internalConfig) {
            this.name = name;
            this.type = type;
            boolean required = NO_DEFAULT_VALUE == defaultValue;
            this.defaultValue = required ? defaultValue : parseType(name, defaultValue, type);
            this.validator = validator;
            if (validator != null && !required) {
                validator.ensureValid(name, this.defaultValue);
            }
            this.importance = importance;
            this.documentation = documentation;
            this.group = group;
            this.orderInGroup = orderInGroup;
            this.width = width;
            this.displayName = displayName;
            this.dependents = List.copyOf(dependents);
            this.recommender = recommender;
            this.internalConfig = internalConfig;
        }

        public boolean hasDefault() {
            return !NO_DEFAULT_VALUE.equals(defaultValue);
        }

        public Type type() {
            return type;
        }
    }

    /** A number between bounds. */
    public static final class Range implements Validator {

        private final @Nullable Number min;
        private final @Nullable Number max;

        private Range(@Nullable Number min, @Nullable Number max) {
            this.min = min;
            this.max = max;
        }

        public static Range atLeast(Number min) {
            return new Range(min, null);
        }

        public static Range between(Number min, Number max) {
            return new Range(min, max);
        }

        @Override
        public void ensureValid(String name, @Nullable Object value) {
            if (!(value instanceof Number number)) {
                throw new ConfigException(name, value, "Value must be a number");
            }
            if (min != null && number.doubleValue() < min.doubleValue()) {
                throw new ConfigException(name, value, "Value must be at least " + min);
            }
            if (max != null && number.doubleValue() > max.doubleValue()) {
                throw new ConfigException(name, value, "Value must be no more than " + max);
            }
        }

        @Override
        public String toString() {
            String from = min == null ? "" : min + ",";
            return "[" + from + "..." + (max == null ? "" : "," + max) + "]";
        }
    }

    /** One of some strings. */
    public static final class ValidString implements Validator {

        private final List<String> allowed;

        private ValidString(List<String> allowed) {
            this.allowed = allowed;
        }

        public static ValidString in(String... validStrings) {
            return new ValidString(List.of(validStrings));
        }

        @Override
        public void ensureValid(String name, @Nullable Object value) {
            if (value == null || !allowed.contains(value)) {
                throw new ConfigException(
                        name, value, "String must be one of: " + String.join(", ", allowed));
            }
        }

        @Override
        public String toString() {
            return "[" + String.join(", ", allowed) + "]";
        }
    }

    /** One of some strings, in any case. */
    public static final class CaseInsensitiveValidString implements Validator {

        private final List<String> allowed;

        private CaseInsensitiveValidString(List<String> allowed) {
            this.allowed = allowed;
        }

        public static CaseInsensitiveValidString in(String... validStrings) {
            return new CaseInsensitiveValidString(
                    java.util.Arrays.stream(validStrings)
                            .map(text -> text.toUpperCase(Locale.ROOT))
                            .toList());
        }

        @Override
        public void ensureValid(String name, @Nullable Object value) {
            if (!(value instanceof String text)
                    || !allowed.contains(text.toUpperCase(Locale.ROOT))) {
                throw new ConfigException(
                        name,
                        value,
                        "String must be one of (case insensitive): " + String.join(", ", allowed));
            }
        }

        @Override
        public String toString() {
            return "(case insensitive) [" + String.join(", ", allowed) + "]";
        }
    }

    /** A list of some strings. */
    public static final class ValidList implements Validator {

        private final List<String> allowed;

        private ValidList(List<String> allowed) {
            this.allowed = allowed;
        }

        public static ValidList in(String... validStrings) {
            return new ValidList(List.of(validStrings));
        }

        @Override
        public void ensureValid(String name, @Nullable Object value) {
            if (value instanceof List<?> list) {
                for (Object element : list) {
                    if (!allowed.contains(element)) {
                        throw new ConfigException(
                                name,
                                value,
                                "Elements must be among: " + String.join(", ", allowed));
                    }
                }
            }
        }

        @Override
        public String toString() {
            return "[" + String.join(", ", allowed) + "]";
        }
    }

    /** Anything but null. */
    public static final class NonNullValidator implements Validator {

        @Override
        public void ensureValid(String name, @Nullable Object value) {
            if (value == null) {
                throw new ConfigException(name, null, "entry must be non null");
            }
        }

        @Override
        public String toString() {
            return "non-null string";
        }
    }

    /** Null, or a string that is not empty. */
    public static final class NonEmptyString implements Validator {

        @Override
        public void ensureValid(String name, @Nullable Object value) {
            if (value instanceof String text && text.isEmpty()) {
                throw new ConfigException(name, value, "String must be non-empty");
            }
        }

        @Override
        public String toString() {
            return "non-empty string";
        }
    }

    /** Several checks in a row. */
    public static final class CompositeValidator implements Validator {

        private final List<Validator> validators;

        private CompositeValidator(List<Validator> validators) {
            this.validators = validators;
        }

        public static CompositeValidator of(Validator... validators) {
            return new CompositeValidator(List.of(validators));
        }

        @Override
        public void ensureValid(String name, @Nullable Object value) {
            validators.forEach(validator -> validator.ensureValid(name, value));
        }

        @Override
        public String toString() {
            return String.join(",", validators.stream().map(Objects::toString).toList());
        }
    }

    /** A check written as a lambda. */
    public static final class LambdaValidator implements Validator {

        private final BiConsumer<String, @Nullable Object> ensureValid;
        private final Supplier<String> description;

        private LambdaValidator(
                BiConsumer<String, @Nullable Object> ensureValid, Supplier<String> description) {
            this.ensureValid = ensureValid;
            this.description = description;
        }

        public static LambdaValidator with(
                BiConsumer<String, @Nullable Object> ensureValid,
                Supplier<String> toStringFunction) {
            return new LambdaValidator(ensureValid, toStringFunction);
        }

        @Override
        public void ensureValid(String name, @Nullable Object value) {
            ensureValid.accept(name, value);
        }

        @Override
        public String toString() {
            return description.get();
        }
    }
}
