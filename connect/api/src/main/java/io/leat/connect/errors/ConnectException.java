package io.leat.connect.errors;

import io.leat.common.KafkaException;

/** A connector, a converter or the worker failed; the root of all of them. */
public class ConnectException extends KafkaException {

    private static final long serialVersionUID = 1L;

    public ConnectException(String message) {
        super(message);
    }

    public ConnectException(String message, Throwable cause) {
        super(message, cause);
    }

    public ConnectException(Throwable cause) {
        super(cause);
    }
}
