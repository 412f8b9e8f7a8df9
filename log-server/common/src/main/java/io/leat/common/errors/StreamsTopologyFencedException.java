package io.leat.common.errors;

/** The epoch of the topology is old. */
public class StreamsTopologyFencedException extends ApiException {

    private static final long serialVersionUID = 1L;

    public StreamsTopologyFencedException(String message) {
        super(message);
    }
}
