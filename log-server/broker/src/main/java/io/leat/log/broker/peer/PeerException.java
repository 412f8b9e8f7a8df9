package io.leat.log.broker.peer;

import org.jspecify.annotations.Nullable;

/** A request to another node got no answer: whether it took effect there is unknown. */
public final class PeerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** How a request failed. */
    public enum Kind {
        /** Nobody listens at the address: the process is not there. */
        REFUSED,
        /** The connection ended, or could not be opened for another reason. */
        BROKEN,
        /** No answer in time. */
        LATE,
        /** The other node serves no version of the request that this one can send. */
        UNSUPPORTED
    }

    private final Kind kind;

    PeerException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause, false, false); // expected while nodes fail: no stack
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
