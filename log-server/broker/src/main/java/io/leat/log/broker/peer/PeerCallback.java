package io.leat.log.broker.peer;

import io.leat.log.protocol.ApiMessage;
import io.leat.log.runtime.Frame;

/**
 * Learns what came of a request to another node: one of both is called, once, on the loop of the
 * {@link Peers} it was sent through.
 *
 * @param <R> the response
 */
public interface PeerCallback<R extends ApiMessage> {

    /**
     * The answer. What it holds of {@code frame} is valid until this returns; whoever keeps it
     * longer retains the frame.
     */
    void answered(R response, Frame frame);

    void failed(PeerException cause);
}
