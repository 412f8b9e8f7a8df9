package io.leat.log.broker;

import io.leat.log.protocol.ApiMessage;
import io.leat.log.protocol.message.FetchRequest;
import io.leat.log.protocol.message.JoinGroupRequest;
import io.leat.log.protocol.message.ShareFetchRequest;
import io.leat.log.protocol.message.SyncGroupRequest;

/** How long requests ask to be kept waiting until there is something to answer. Stateless. */
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
}
