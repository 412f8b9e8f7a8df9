package io.leat.common;

import io.leat.common.errors.InvalidConfigurationException;

/** The broker refuses a record. */
public class InvalidRecordException extends InvalidConfigurationException {

    private static final long serialVersionUID = 1L;

    public InvalidRecordException(String message) {
        super(message);
    }

    public InvalidRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
