package io.leat.connect.errors;

/** The worker was asked for something that its state does not allow. */
public class IllegalWorkerStateException extends ConnectException {

    private static final long serialVersionUID = 1L;

    public IllegalWorkerStateException(String message) {
        super(message);
    }

    public IllegalWorkerStateException(String message, Throwable cause) {
        super(message, cause);
    }

    public IllegalWorkerStateException(Throwable cause) {
        super(cause);
    }
}
