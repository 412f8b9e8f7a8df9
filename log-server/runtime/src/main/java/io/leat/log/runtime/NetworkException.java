package io.leat.log.runtime;

/** The network refused: port in use, unknown host, connection refused or reset. */
public final class NetworkException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private boolean refused;

    public NetworkException(String message) {
        super(message);
    }

    public NetworkException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * The machine answered that nobody listens at the address: what did is not running, or not yet.
     * Unlike silence, this is certain.
     */
    public static NetworkException refused(String message) {
        NetworkException refusal = new NetworkException(message);
        refusal.refused = true;
        return refusal;
    }

    /** Whether the machine said that nobody listens there. */
    public boolean isRefused() {
        return refused;
    }
}
