package io.leat.common.config;

import io.leat.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** A setting is missing or wrong; the message names it, its value and what is allowed. */
public class ConfigException extends KafkaException {

    private static final long serialVersionUID = 1L;

    public ConfigException(String message) {
        super(message);
    }

    public ConfigException(String name, @Nullable Object value) {
        this(name, value, null);
    }

    public ConfigException(String name, @Nullable Object value, @Nullable String message) {
        super(
                "Invalid value "
                        + value
                        + " for configuration "
                        + name
                        + (message == null ? "" : ": " + message));
    }
}
