package io.leat.common.errors;

/** The telemetry is larger than the broker accepts. */
public class TelemetryTooLargeException extends ApiException {

    private static final long serialVersionUID = 1L;

    public TelemetryTooLargeException(String message) {
        super(message);
    }
}
