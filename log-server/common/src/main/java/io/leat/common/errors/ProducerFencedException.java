package io.leat.common.errors;

/** A newer producer uses the same transactional id. */
public class ProducerFencedException extends ApplicationRecoverableException {

    private static final long serialVersionUID = 1L;

    public ProducerFencedException(String message) {
        super(message);
    }
}
