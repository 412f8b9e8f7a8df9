package io.leat.log.broker;

import io.leat.log.protocol.ApiMessage;
import io.leat.log.protocol.message.FetchRequest;
import io.leat.log.protocol.message.JoinGroupRequest;
import io.leat.log.protocol.message.ShareFetchRequest;
import io.leat.log.protocol.message.SyncGroupRequest;
import io.leat.log.protocol.message.WriteTxnMarkersRequest;

/** What requests say about who waits for their answers, and how long. Stateless. */
final class Patience {

    private Patience() {}

    /** Milliseconds; without a limit where others decide when it ends. */
    static long of(ApiMessage request) {
        if (request instanceof FetchRequest fetch) {
            return fetch.maxWaitMs();
        }
        if (request instanceof ShareFetchRequest fetch) {
            return fetch.maxWaitMs();
        }
        boolean waitsForMembers =
                request instanceof JoinGroupRequest || request instanceof SyncGroupRequest;
        return waitsForMembers ? Long.MAX_VALUE : 0;
    }

    /** Whether another node asks for its replicas, or to end transactions. */
    static boolean isReplica(ApiMessage request) {
        return request instanceof FetchRequest fetch
                        && (fetch.replicaId() >= 0 || fetch.replicaState().replicaId() >= 0)
                || request instanceof WriteTxnMarkersRequest;
    }
}
