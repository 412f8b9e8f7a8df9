package io.leat.connect.errors;

/** The data does not fit its schema, or cannot be converted. */
public class DataException extends ConnectException {

    private static final long serialVersionUID = 1L;

    public DataException(String message) {
        super(message);
    }

    public DataException(String message, Throwable cause) {
        super(message, cause);
    }

    public DataException(Throwable cause) {
        super(cause);
    }
}
