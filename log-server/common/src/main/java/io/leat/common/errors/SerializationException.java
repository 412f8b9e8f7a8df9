package io.leat.common.errors;

import io.leat.common.KafkaException;

/** A key or value could not be turned into bytes or back. */
public class SerializationException extends KafkaException {

    private static final long serialVersionUID = 1L;

    public SerializationException(String message, Throwable cause) {
        super(message, cause);
    }

    public SerializationException(String message) {
        super(message);
    }

    public SerializationException(Throwable cause) {
        super(cause);
    }

    public SerializationException() {}
}
