package io.leat.log.broker;

import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ApiMessage;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;

/**
 * Answers the requests of one API key. Called on the loop of the connection the request came in on;
 * stateless, or its state belongs to loops it hops to.
 *
 * <p>Expected failures are an {@link ErrorCode} inside the response. An exception that leaves
 * {@link #handle} is a bug: the connection is closed and the failure is logged.
 *
 * @param <Q> the request
 * @param <R> the response
 */
public interface Handler<Q extends ApiMessage, R extends ApiMessage> {

    /** The API key it answers. */
    ApiKey key();

    /** The versions that are advertised and served. */
    default VersionRange versions() {
        return VersionRange.of(key());
    }

    /**
     * Whether only the active controller can answer: then a request that reaches another node is
     * forwarded, and {@link #handle} runs on the controller's node.
     */
    default boolean decidedByController() {
        return false;
    }

    /**
     * Whether this node has to answer a part of {@code request} though the controller decides it:
     * then {@link #handle} runs here, and passes on the rest.
     */
    default boolean concernsThisNode(Q request) {
        return false;
    }

    /** Reads the request of version {@code in.version()}; usually {@code XRequest.read(in)}. */
    Q read(Reader in);

    /**
     * Answers {@code request}, now or later, by completing {@code reply} exactly once. What {@code
     * request} holds of the frame is valid until then; whoever keeps it longer retains {@link
     * RequestContext#frame}.
     */
    void handle(RequestContext context, Q request, Reply<R> reply);
}
