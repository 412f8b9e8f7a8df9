package io.leat.common.errors;

/** There is no such snapshot. */
public class SnapshotNotFoundException extends ApiException {

    private static final long serialVersionUID = 1L;

    public SnapshotNotFoundException(String message) {
        super(message);
    }

    public SnapshotNotFoundException(String message, Throwable cause) {
        super(message, cause);
    }
}
