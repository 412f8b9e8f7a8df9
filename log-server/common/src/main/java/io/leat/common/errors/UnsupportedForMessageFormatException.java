package io.leat.common.errors;

/** The record format of the topic cannot serve the request. */
public class UnsupportedForMessageFormatException extends InvalidConfigurationException {

    private static final long serialVersionUID = 1L;

    public UnsupportedForMessageFormatException(String message) {
        super(message);
    }

    public UnsupportedForMessageFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
