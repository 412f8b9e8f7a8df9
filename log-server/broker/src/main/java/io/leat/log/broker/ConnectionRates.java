package io.leat.log.broker;

import io.leat.log.broker.quota.Bucket;
import io.leat.log.broker.quota.ClientQuotas;
import org.jspecify.annotations.Nullable;

/**
 * How fast connections may come in (KIP-612): those of a listener that come too fast are kept
 * waiting, those of an address are sent away. Safe on every loop.
 */
final class ConnectionRates {

    private static final long REFUSAL_MS_MAX = 1_000;

    private final ConnectionLimits limits;
    private final @Nullable ClientQuotas quotas;

    ConnectionRates(ConnectionLimits limits, @Nullable ClientQuotas quotas) {
        this.limits = limits;
        this.quotas = quotas;
    }

    /**
     * Counts a connection that comes in.
     *
     * @return for how many milliseconds nothing should be read from it; if negative, after how many
     *     it is to be closed
     */
    long open(String listener, String address, long nowNanos) {
        Bucket own = quotas == null ? null : quotas.connections(address, nowNanos);
        if (own != null) {
            long owedMs = own.take(1, nowNanos);
            if (owedMs > 0) {
                return -Math.min(REFUSAL_MS_MAX, owedMs);
            }
        }
        return limits.openMs(listener, nowNanos);
    }
}
