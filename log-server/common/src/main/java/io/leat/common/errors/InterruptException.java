package io.leat.common.errors;

import io.leat.common.KafkaException;

/**
 * The unchecked form of {@link InterruptedException}. Creating one sets the interrupt flag of the
 * thread again.
 */
public class InterruptException extends KafkaException {

    private static final long serialVersionUID = 1L;

    public InterruptException(InterruptedException cause) {
        super(cause);
        Thread.currentThread().interrupt();
    }

    public InterruptException(String message, InterruptedException cause) {
        super(message, cause);
        Thread.currentThread().interrupt();
    }

    public InterruptException(String message) {
        super(message, new InterruptedException());
        Thread.currentThread().interrupt();
    }
}
