package io.leat.log.security;

/** Says whose token it is. Called on the loop of the connection that shows it. */
public interface TokenVerifier {

    /**
     * What a token says.
     *
     * @param lifetimeMs how long it is good from now on
     */
    record Verified(String user, long lifetimeMs) {}

    /**
     * Reads {@code token}.
     *
     * @throws LoginException if it is not to be believed; the message is for the server's log
     */
    Verified verify(String token);
}
