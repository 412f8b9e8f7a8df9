package io.leat.common.errors;

/** The feature could not be updated. */
public class FeatureUpdateFailedException extends ApiException {

    private static final long serialVersionUID = 1L;

    public FeatureUpdateFailedException(String message) {
        super(message);
    }

    public FeatureUpdateFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
