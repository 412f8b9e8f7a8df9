package io.leat.log.broker.config;

/** A setting that cannot be used. The message says which, what is allowed and what to do. */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ConfigException(String message) {
        super(message);
    }
}
