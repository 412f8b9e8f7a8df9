package io.leat.common.errors;

/** The topology of the streams group is not acceptable. */
public class StreamsInvalidTopologyException extends ApiException {

    private static final long serialVersionUID = 1L;

    public StreamsInvalidTopologyException(String message) {
        super(message);
    }
}
