package io.leat.common.errors;

/** The client knows too little of the cluster; it has to bootstrap again. */
public class RebootstrapRequiredException extends ApiException {

    private static final long serialVersionUID = 1L;

    public RebootstrapRequiredException(String message) {
        super(message);
    }

    public RebootstrapRequiredException(String message, Throwable cause) {
        super(message, cause);
    }
}
