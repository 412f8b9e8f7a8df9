package io.leat.common.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The outcome of validating one setting: its value and what is wrong with it. */
public class ConfigValue {

    private final String name;
    private @Nullable Object value;
    private List<Object> recommendedValues;
    private final List<String> errorMessages;
    private boolean visible = true;

    public ConfigValue(String name) {
        this(name, null, new ArrayList<>(), new ArrayList<>());
    }

    public ConfigValue(
            String name,
            @Nullable Object value,
            List<Object> recommendedValues,
            List<String> errorMessages) {
        this.name = name;
        this.value = value;
        this.recommendedValues = recommendedValues;
        this.errorMessages = errorMessages;
    }

    public String name() {
        return name;
    }

    public @Nullable Object value() {
        return value;
    }

    public List<Object> recommendedValues() {
        return recommendedValues;
    }

    public List<String> errorMessages() {
        return errorMessages;
    }

    public boolean visible() {
        return visible;
    }

    public void value(@Nullable Object value) {
        this.value = value;
    }

    public void recommendedValues(List<Object> recommendedValues) {
        this.recommendedValues = recommendedValues;
    }

    public void addErrorMessage(String errorMessage) {
        errorMessages.add(errorMessage);
    }

    public void visible(boolean visible) {
        this.visible = visible;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof ConfigValue that
                        && visible == that.visible
                        && name.equals(that.name)
                        && Objects.equals(value, that.value)
                        && recommendedValues.equals(that.recommendedValues)
                        && errorMessages.equals(that.errorMessages);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, value, recommendedValues, errorMessages, visible);
    }

    @Override
    public String toString() {
        return "["
                + name
                + ","
                + value
                + ","
                + recommendedValues
                + ","
                + errorMessages
                + ","
                + visible
                + "]";
    }
}
