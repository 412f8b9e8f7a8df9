package io.leat.log.broker.data;

import io.leat.log.protocol.message.FetchRequest;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Who fetches, and what that lets him see. Immutable.
 *
 * @param replica the broker that follows; null for a client
 * @param near which brokers are in the client's rack (KIP-392); null if that is not asked
 * @param throttle what may hold back replicas; null for a client
 */
record FetchReader(
        @Nullable ReplicaId replica,
        boolean readCommitted,
        int version,
        @Nullable IntPredicate near,
        @Nullable Throttle throttle) {

    /** From this version on clients may read from followers. */
    static final int FIRST_FOLLOWER_VERSION = 11;

    static FetchReader of(
            FetchRequest request,
            int version,
            @Nullable IntPredicate near,
            ReplicationThrottles throttles) {
        ReplicaId replica = ReplicaId.of(request);
        boolean readCommitted = replica == null && request.isolationLevel() == 1;
        Throttle throttle = replica == null ? null : throttles.leader();
        return new FetchReader(replica, readCommitted, version, near, throttle);
    }

    /** Where it has to stop: a replica only at the end of the log. */
    long bound(LogPartition data) {
        return replica != null ? data.log().endOffset() : data.bound(readCommitted);
    }
}
