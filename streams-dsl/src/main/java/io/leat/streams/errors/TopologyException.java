package io.leat.streams.errors;

/** A topology is put together wrongly. */
public class TopologyException extends StreamsException {

    private static final long serialVersionUID = 1L;

    public TopologyException(String message) {
        super(message);
    }

    public TopologyException(String message, Throwable cause) {
        super(message, cause);
    }

    public TopologyException(Throwable cause) {
        super(cause);
    }
}
