package io.leat.log.broker.node;

import org.jspecify.annotations.Nullable;

/** A node that cannot start. The message says why and what to do. */
public final class StartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StartException(String message) {
        super(message);
    }

    public StartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
