package io.leat.common.errors;

/** The number of acknowledgements asked for is not 0, 1 or all. */
public class InvalidRequiredAcksException extends InvalidConfigurationException {

    private static final long serialVersionUID = 1L;

    public InvalidRequiredAcksException(String message) {
        super(message);
    }
}
