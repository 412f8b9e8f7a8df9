package io.leat.streams.errors;

import io.leat.common.KafkaException;

/** A stream application cannot go on as it is. */
public class StreamsException extends KafkaException {

    private static final long serialVersionUID = 1L;

    public StreamsException(String message) {
        super(message);
    }

    public StreamsException(String message, Throwable cause) {
        super(message, cause);
    }

    public StreamsException(Throwable cause) {
        super(cause);
    }
}
