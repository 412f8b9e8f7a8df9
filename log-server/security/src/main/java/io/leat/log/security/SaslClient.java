package io.leat.log.security;

import org.jspecify.annotations.Nullable;

/** One login, as the client sees it. Owned by the connection's loop, for one exchange. */
interface SaslClient {

    /** What the client begins with. */
    byte[] first();

    /**
     * The answer to what the server said; null if nothing is left to say.
     *
     * @throws LoginException if the server is not who it should be, or speaks something else
     */
    byte @Nullable [] next(byte[] challenge);
}
