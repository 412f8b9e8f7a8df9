package io.leat.log.broker;

import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.config.ClusterKeys;

/**
 * When the controller fences a broker it does not hear of, and when a broker has to expect that.
 * Immutable, equal on all nodes.
 *
 * @param sessionMs after the last word of a broker
 * @param deposedMs after the election of a controller, for the node that led the quorum until then:
 *     its silence was noticed before the election, so that both together are about a session
 * @param doubtMs how long a controller that the quorum no longer follows still answers heartbeats;
 *     so much longer the next one waits for the brokers
 */
public record SessionTimes(long sessionMs, long deposedMs, long doubtMs) {

    public static SessionTimes of(BrokerConfig config) {
        long sessionMs = config.get(ClusterKeys.SESSION_MS);
        long fetchMs = config.get(ClusterKeys.FETCH_TIMEOUT_MS);
        return new SessionTimes(
                sessionMs, Math.max(sessionMs / 3, sessionMs - fetchMs), fetchMs / 2);
    }
}
