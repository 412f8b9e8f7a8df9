package io.leat.common.errors;

/** The producer id does not belong to the transactional id. */
public class InvalidPidMappingException extends ApplicationRecoverableException {

    private static final long serialVersionUID = 1L;

    public InvalidPidMappingException(String message) {
        super(message);
    }
}
