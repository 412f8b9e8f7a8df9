package io.leat.log.security;

import org.jspecify.annotations.Nullable;

/** One login, as the server sees it. Owned by the connection's loop, for one exchange. */
public interface SaslServer {

    /** What becomes of a login with one more token of the client. */
    sealed interface Step {

        /** The client has to answer this. */
        record Challenge(byte[] token) implements Step {}

        /**
         * The client is who it says.
         *
         * @param token the last one to the client
         * @param lifetimeMs how long what it showed is good; null if there is no end
         */
        record Accepted(byte[] token, String user, @Nullable Long lifetimeMs) implements Step {}

        /** It is not; the reason is for the client, and tells it nothing of other users. */
        record Refused(String reason) implements Step {}
    }

    /** Takes the next token. */
    Step next(byte[] token);
}
