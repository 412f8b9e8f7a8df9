package io.leat.common.errors;

/** The epoch of the member is old; it has to give up its partitions and join again. */
public class FencedMemberEpochException extends ApiException {

    private static final long serialVersionUID = 1L;

    public FencedMemberEpochException(String message) {
        super(message);
    }
}
