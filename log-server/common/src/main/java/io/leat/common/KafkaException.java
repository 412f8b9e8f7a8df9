package io.leat.common;

import org.jspecify.annotations.Nullable;

/** The root of all exceptions that the clients throw. */
public class KafkaException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public KafkaException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public KafkaException(@Nullable String message) {
        super(message);
    }

    public KafkaException(@Nullable Throwable cause) {
        super(cause);
    }

    public KafkaException() {}
}
