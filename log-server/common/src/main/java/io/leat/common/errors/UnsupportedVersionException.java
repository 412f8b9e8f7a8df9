package io.leat.common.errors;

/** The broker does not support this version of the request. */
public class UnsupportedVersionException extends InvalidConfigurationException {

    private static final long serialVersionUID = 1L;

    public UnsupportedVersionException(String message, Throwable cause) {
        super(message, cause);
    }

    public UnsupportedVersionException(String message) {
        super(message);
    }
}
