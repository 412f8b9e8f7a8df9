package io.leat.log.quorum;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A follower's transfer of a snapshot from its leader, piece by piece. Owned by the quorum's loop.
 */
final class SnapshotDownload {

    private final RaftNode node;
    private final SnapshotId id;
    private final Consumer<RaftMessage.Request> send;
    private final Consumer<Boolean> done;
    private long position;
    private RaftMessage.@Nullable FetchSnapshot asked;
    private boolean ended;

    /**
     * @param send sends to the leader
     * @param done is told whether the snapshot is there
     */
    SnapshotDownload(
            RaftNode node,
            SnapshotId id,
            Consumer<RaftMessage.Request> send,
            Consumer<Boolean> done) {
        this.node = node;
        this.id = id;
        this.send = send;
        this.done = done;
    }

    SnapshotId id() {
        return id;
    }

    void ask() {
        asked =
                new RaftMessage.FetchSnapshot(
                        node.epoch(),
                        node.settings().replica(),
                        id,
                        position,
                        node.settings().chunkBytes());
        send.accept(asked);
    }

    /** Asks again if the request or its answer may be lost. */
    void askAgain() {
        if (asked != null) {
            ask();
        }
    }

    boolean awaits(RaftMessage.Request request) {
        return request == asked;
    }

    void received(RaftMessage.SnapshotReply reply) {
        asked = null;
        int size = reply.bytes().remaining();
        node.log()
                .snapshots()
                .receive(
                        id,
                        position,
                        reply.size(),
                        reply.bytes(),
                        whole -> {
                            if (!ended) {
                                stored(size, whole);
                            }
                        });
    }

    private void stored(int size, @Nullable Boolean whole) {
        position += size;
        if (whole == null || whole || size == 0) {
            ended = true;
            done.accept(Boolean.TRUE.equals(whole));
        } else {
            ask();
        }
    }

    /** What still comes is of no use any more. */
    void end() {
        ended = true;
        asked = null;
    }
}
