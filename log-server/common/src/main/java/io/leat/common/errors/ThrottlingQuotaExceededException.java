package io.leat.common.errors;

/** The client exceeds its quota. */
public class ThrottlingQuotaExceededException extends RetriableException {

    private static final long serialVersionUID = 1L;

    private final int throttleTimeMs;

    public ThrottlingQuotaExceededException(String message) {
        this(0, message);
    }

    public ThrottlingQuotaExceededException(int throttleTimeMs, String message) {
        super(message);
        this.throttleTimeMs = throttleTimeMs;
    }

    /** How long to wait before trying again, in milliseconds. */
    public int throttleTimeMs() {
        return throttleTimeMs;
    }
}
