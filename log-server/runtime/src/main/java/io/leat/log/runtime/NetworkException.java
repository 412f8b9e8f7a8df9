package io.leat.log.runtime;

/** The network refused: port in use, unknown host, connection refused or reset. */
public final class NetworkException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private boolean refused;
    private boolean distrust;

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

    /** The two sides could not agree on a secure connection: it will not be better next time. */
    public static NetworkException distrust(String message, Throwable cause) {
        NetworkException failure = new NetworkException(message, cause);
        failure.distrust = true;
        return failure;
    }

    /** The other side will not have it, however often it is asked. */
    public static NetworkException unwelcome(String message) {
        NetworkException failure = new NetworkException(message);
        failure.distrust = true;
        return failure;
    }

    /** Whether certificates, protocols or credentials of the two sides did not fit. */
    public boolean isDistrust() {
        return distrust;
    }

    /** Whether the machine said that nobody listens there. */
    public boolean isRefused() {
        return refused;
    }
}
