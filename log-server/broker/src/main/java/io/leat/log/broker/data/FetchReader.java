package io.leat.log.broker.data;

import io.leat.log.protocol.message.FetchRequest;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Who fetches, and what that lets him see. Immutable.
 *
 * @param replica the broker that follows; null for a client
 * @param near which brokers are in the client's rack (KIP-392); null if that is not asked
 */
record FetchReader(
        @Nullable ReplicaId replica,
        boolean readCommitted,
        int version,
        @Nullable IntPredicate near) {

    /** From this version on clients may read from followers. */
    static final int FIRST_FOLLOWER_VERSION = 11;

    static FetchReader of(FetchRequest request, int version, @Nullable IntPredicate near) {
        ReplicaId replica = ReplicaId.of(request);
        boolean readCommitted = replica == null && request.isolationLevel() == 1;
        return new FetchReader(replica, readCommitted, version, near);
    }

    /** Where it has to stop: a replica only at the end of the log. */
    long bound(LogPartition data) {
        return replica != null ? data.log().endOffset() : data.bound(readCommitted);
    }
}
