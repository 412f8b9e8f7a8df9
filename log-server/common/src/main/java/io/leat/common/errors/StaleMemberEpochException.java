package io.leat.common.errors;

/** The epoch of the member is old; it learns the new one by a heartbeat. */
public class StaleMemberEpochException extends ApiException {

    private static final long serialVersionUID = 1L;

    public StaleMemberEpochException(String message) {
        super(message);
    }
}
