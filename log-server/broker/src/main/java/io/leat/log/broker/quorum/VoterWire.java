package io.leat.log.broker.quorum;

import io.leat.log.broker.Broker;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.quorum.VoterChangeResult;
import org.jspecify.annotations.Nullable;

/** What the handlers of voter changes have in common. Stateless. */
final class VoterWire {

    private VoterWire() {}

    /** Why a request for {@code clusterId} is not for this node's cluster; null if it is. */
    static @Nullable VoterChangeResult foreign(Broker broker, @Nullable String clusterId) {
        return clusterId == null || clusterId.equals(broker.clusterId())
                ? null
                : new VoterChangeResult(
                        ErrorCode.INCONSISTENT_CLUSTER_ID,
                        "This is cluster " + broker.clusterId() + ", not " + clusterId);
    }
}
