package io.leat.streams.errors;

/** No broker can be reached. For programs that catch it: Leat throws what its clients do. */
public class BrokerNotFoundException extends StreamsException {

    private static final long serialVersionUID = 1L;

    public BrokerNotFoundException(String message) {
        super(message);
    }

    public BrokerNotFoundException(String message, Throwable cause) {
        super(message, cause);
    }

    public BrokerNotFoundException(Throwable cause) {
        super(cause);
    }
}
