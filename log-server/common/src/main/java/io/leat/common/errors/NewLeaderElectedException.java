package io.leat.common.errors;

/** The change was made, and it moved the leader elsewhere. */
public class NewLeaderElectedException extends ApiException {

    private static final long serialVersionUID = 1L;

    public NewLeaderElectedException(String message) {
        super(message);
    }
}
