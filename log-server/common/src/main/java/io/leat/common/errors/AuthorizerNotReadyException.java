package io.leat.common.errors;

/** The authorizer has not loaded its rules yet. */
public class AuthorizerNotReadyException extends RetriableException {

    private static final long serialVersionUID = 1L;

    public AuthorizerNotReadyException() {}
}
