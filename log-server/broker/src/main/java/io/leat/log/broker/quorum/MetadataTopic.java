package io.leat.log.broker.quorum;

import io.leat.log.quorum.Peer;
import io.leat.log.runtime.Endpoint;
import org.jspecify.annotations.Nullable;

/** What all messages of the quorum name: the one partition, and nodes with their addresses. */
final class MetadataTopic {

    static final String NAME = "__cluster_metadata";
    static final int PARTITION = 0;
    static final int NOBODY = -1;

    private MetadataTopic() {}

    static int id(@Nullable Peer peer) {
        return peer == null ? NOBODY : peer.id();
    }

    static @Nullable Endpoint endpoint(@Nullable Peer peer) {
        return peer == null ? null : peer.endpoint();
    }
}
