package io.leat.log.broker;

import io.leat.log.protocol.ApiMessage;

/**
 * Where the response to one request goes. Completed exactly once, by any of its methods, from any
 * loop; responses of one connection leave in the order of its requests.
 */
public interface Reply<R extends ApiMessage> {

    /** Sends {@code response}. */
    default void complete(R response) {
        complete(response, () -> {});
    }

    /**
     * Sends {@code response}, which holds buffers of somebody else. {@code released} runs exactly
     * once, on the connection's loop, when they are no longer read.
     */
    void complete(R response, Runnable released);

    /**
     * Runs {@code gone} on the connection's loop if the connection ends before this is complete.
     * Whoever keeps a request parked for long lets go of it then; this is still to be completed.
     * Called at most once, on the connection's loop.
     */
    default void onClosed(Runnable gone) {}

    /** The request gets no response: Produce with acks=0. */
    void none();

    /**
     * Closes the connection: the only way to tell a client that waits for no response.
     *
     * @param reason what happened, for the log
     */
    void close(String reason);
}
