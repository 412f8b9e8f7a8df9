package io.leat.common.errors;

import io.leat.common.KafkaException;

/** The root of the errors that the Kafka protocol has a code for. */
public class ApiException extends KafkaException {

    private static final long serialVersionUID = 1L;

    public ApiException(String message, Throwable cause) {
        super(message, cause);
    }

    public ApiException(String message) {
        super(message);
    }

    public ApiException(Throwable cause) {
        super(cause);
    }

    public ApiException() {}

    /** Does nothing: these errors are answers of a server, and their stack says nothing. */
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
