package io.leat.log.quorum;

/**
 * Carries requests to other replicas, best effort. Called on the quorum's loop; never blocks. An
 * answer is handed to {@link RaftNode#answered}, a broken or refused connection to {@link
 * RaftNode#disconnected}.
 */
public interface RaftTransport {

    void send(Peer to, RaftMessage.Request request);

    /** For a quorum of one, which has nobody to talk to. */
    RaftTransport NOBODY =
            (to, request) -> {
                throw new IllegalStateException("a quorum of one has no other voters");
            };
}
