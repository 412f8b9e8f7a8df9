package io.leat.log.quorum;

/** Carries messages to other voters, best effort. Called on the quorum's loop; never blocks. */
public interface RaftTransport {

    void send(int toNode, RaftMessage message);

    /** For a quorum of one, which has nobody to talk to. */
    RaftTransport NOBODY =
            (toNode, message) -> {
                throw new IllegalStateException("a quorum of one has no other voters");
            };
}
