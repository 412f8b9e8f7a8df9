package io.leat.common.errors;

/** No broker of this id is registered. */
public class BrokerIdNotRegisteredException extends ApiException {

    private static final long serialVersionUID = 1L;

    public BrokerIdNotRegisteredException(String message) {
        super(message);
    }

    public BrokerIdNotRegisteredException(String message, Throwable cause) {
        super(message, cause);
    }
}
