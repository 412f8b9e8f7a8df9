package io.leat.common.errors;

/** The epoch of the topology is not acceptable. */
public class StreamsInvalidTopologyEpochException extends ApiException {

    private static final long serialVersionUID = 1L;

    public StreamsInvalidTopologyEpochException(String message) {
        super(message);
    }
}
