package io.leat.common.errors;

/** The regular expression cannot be read. */
public class InvalidRegularExpression extends ApiException {

    private static final long serialVersionUID = 1L;

    public InvalidRegularExpression(String message) {
        super(message);
    }
}
