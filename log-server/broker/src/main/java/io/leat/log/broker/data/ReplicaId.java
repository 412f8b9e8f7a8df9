package io.leat.log.broker.data;

import io.leat.log.protocol.message.FetchRequest;
import org.jspecify.annotations.Nullable;

/**
 * The broker that fetches, if it is a replica and not a client. Immutable.
 *
 * @param brokerEpoch of its registration; -1 if it does not say
 */
record ReplicaId(int id, long brokerEpoch) {

    /** Who sent {@code request}; null if a client did. */
    static @Nullable ReplicaId of(FetchRequest request) {
        if (request.replicaState().replicaId() >= 0) {
            return new ReplicaId(
                    request.replicaState().replicaId(), request.replicaState().replicaEpoch());
        }
        return request.replicaId() >= 0 ? new ReplicaId(request.replicaId(), -1) : null;
    }
}
