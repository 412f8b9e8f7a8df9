package io.leat.log.runtime;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Reads small texts from where a setting of this process says: a file, or a server of HTTP. */
public interface Documents {

    /** There are none. */
    Documents NONE =
            request ->
                    CompletableFuture.failedFuture(
                            new NetworkException("cannot read " + request.location() + " here"));

    /**
     * Completes with the text, or with {@link NetworkException}, on no particular loop. The
     * exception says {@link NetworkException#isDistrust} if asking again will not help.
     */
    CompletionStage<String> read(Request request);

    /**
     * What to read.
     *
     * @param location {@code file:}, {@code https:} or, on this machine, {@code http:}
     * @param headers of HTTP
     * @param form what to send, urlencoded; null for GET
     * @param connectMs how long a connection may take
     * @param readMs how long the answer may take
     */
    record Request(
            URI location,
            Map<String, Secret> headers,
            @Nullable Secret form,
            int connectMs,
            int readMs) {

        public Request {
            headers = Map.copyOf(headers);
        }
    }
}
