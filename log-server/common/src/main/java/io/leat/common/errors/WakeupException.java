package io.leat.common.errors;

import io.leat.common.KafkaException;

/** Thrown out of a blocking consumer call after <code>wakeup()</code> from another thread. */
public class WakeupException extends KafkaException {

    private static final long serialVersionUID = 1L;

    public WakeupException() {}
}
