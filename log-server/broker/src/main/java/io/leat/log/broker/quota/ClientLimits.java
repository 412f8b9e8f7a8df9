package io.leat.log.broker.quota;

import io.leat.log.broker.Principal;
import org.jspecify.annotations.Nullable;

/**
 * What one connection may take. Owned by the loop of the connection; looks the quotas up again when
 * they, the user or the client id have changed.
 */
public final class ClientLimits {

    private static final long REQUEST_THROTTLE_MS_MAX = 1_000;

    private final ClientQuotas quotas;
    private @Nullable Object version;
    private @Nullable Principal principal;
    private @Nullable String clientId;
    private @Nullable Bucket produce;
    private @Nullable Bucket fetch;
    private @Nullable Bucket request;

    public ClientLimits(ClientQuotas quotas) {
        this.quotas = quotas;
    }

    /** Whether nobody is limited: then there is nothing to take into account. */
    public boolean areNone() {
        return quotas.isEmpty();
    }

    /** Finds what holds for requests of {@code who} under the name {@code client}. */
    public void identify(Principal who, String client, long nowNanos) {
        Object now = quotas.version();
        if (now == version && who.equals(principal) && client.equals(clientId)) {
            return;
        }
        version = now;
        principal = who;
        clientId = client;
        produce = quotas.find(QuotaKey.PRODUCE, who.name(), client, nowNanos);
        fetch = quotas.find(QuotaKey.FETCH, who.name(), client, nowNanos);
        request = quotas.find(QuotaKey.REQUEST, who.name(), client, nowNanos);
    }

    /** Takes the bytes of a produce request; returns the milliseconds that are owed. */
    public long produced(long bytes, long nowNanos) {
        return produce == null ? 0 : produce.take(bytes, nowNanos);
    }

    /** Takes the bytes of a fetch response. */
    public long fetched(long bytes, long nowNanos) {
        return fetch == null ? 0 : fetch.take(bytes, nowNanos);
    }

    /** Takes the time a request took; nobody is held up longer than a second for it. */
    public long worked(long nanos, long nowNanos) {
        return request == null
                ? 0
                : Math.min(REQUEST_THROTTLE_MS_MAX, request.take(nanos, nowNanos));
    }
}
