package io.leat.clients.producer;

import io.leat.common.errors.TimeoutException;

/** {@code buffer.memory} was full for all of {@code max.block.ms}: brokers take too little. */
public class BufferExhaustedException extends TimeoutException {

    private static final long serialVersionUID = 1L;

    public BufferExhaustedException(String message) {
        super(message);
    }
}
