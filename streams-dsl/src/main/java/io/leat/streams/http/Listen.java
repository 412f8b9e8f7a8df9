package io.leat.streams.http;

import org.jspecify.annotations.Nullable;

/**
 * Where questions are taken, and whose. Immutable.
 *
 * @param port 0 is any free one
 * @param tokenFile has the token that those who ask have to know; null for none
 * @param insecure whether everybody may ask without a token, from elsewhere, too
 */
public record Listen(String host, int port, @Nullable String tokenFile, boolean insecure) {

    /** On this machine alone. */
    public static Listen here(int port) {
        return new Listen("127.0.0.1", port, null, false);
    }
}
