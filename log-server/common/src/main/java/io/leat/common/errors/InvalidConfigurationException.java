package io.leat.common.errors;

/** A setting, or a value sent to the server, is not acceptable. */
public class InvalidConfigurationException extends ApiException {

    private static final long serialVersionUID = 1L;

    public InvalidConfigurationException(String message, Throwable cause) {
        super(message, cause);
    }

    public InvalidConfigurationException(String message) {
        super(message);
    }

    public InvalidConfigurationException(Throwable cause) {
        super(cause);
    }

    public InvalidConfigurationException() {}
}
