package io.leat.streams.errors;

/**
 * There is no topology of that name. For programs that catch it: an application of Leat has one.
 */
public class UnknownTopologyException extends StreamsException {

    private static final long serialVersionUID = 1L;

    /**
     * @param namedTopology the name
     */
    public UnknownTopologyException(String message, String namedTopology) {
        super(message + " (topology " + namedTopology + ")");
    }

    /**
     * @param namedTopology the name
     */
    public UnknownTopologyException(String message, Throwable cause, String namedTopology) {
        super(message + " (topology " + namedTopology + ")", cause);
    }
}
