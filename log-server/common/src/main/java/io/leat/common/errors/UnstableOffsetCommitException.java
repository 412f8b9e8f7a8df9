package io.leat.common.errors;

/** An open transaction still holds offsets of the group. */
public class UnstableOffsetCommitException extends RetriableException {

    private static final long serialVersionUID = 1L;

    public UnstableOffsetCommitException(String message) {
        super(message);
    }
}
