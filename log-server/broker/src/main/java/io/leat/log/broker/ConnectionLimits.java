package io.leat.log.broker;

import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.config.ListenerSettings;
import io.leat.log.broker.config.QuotaKeys;
import io.leat.log.broker.config.SecurityKeys;
import io.leat.log.broker.quota.Bucket;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How many connections there may be, of a listener and of an address. Safe on every loop. */
public final class ConnectionLimits {

    /** Any number. */
    public static final ConnectionLimits NONE =
            new ConnectionLimits(
                    new Limits(Map.of(), Integer.MAX_VALUE, Integer.MAX_VALUE, Map.of()), Map.of());

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** How many there may be: of a listener, in all, of an address, of single addresses. */
    private record Limits(
            Map<String, Integer> ofListener,
            int all,
            int ofAddress,
            Map<String, Integer> overrides) {}

    private volatile Limits limits;
    private volatile Map<String, Bucket> rates;
    private final AtomicInteger all = new AtomicInteger();
    private final Map<String, Integer> byListener = new ConcurrentHashMap<>();
    private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();

    private ConnectionLimits(Limits limits, Map<String, Bucket> rates) {
        this.limits = limits;
        this.rates = rates;
    }

    /** What the settings say about {@code listeners}. */
    public static ConnectionLimits of(BrokerConfig config, Collection<String> listeners) {
        return new ConnectionLimits(limits(config, listeners), rates(config, listeners, Map.of()));
    }

    /** Takes over other settings: whoever is in stays. */
    public void configure(BrokerConfig config, Collection<String> listeners) {
        limits = limits(config, listeners);
        rates = rates(config, listeners, rates);
    }

    /** The rates, with what was taken of those that are as they were. */
    private static Map<String, Bucket> rates(
            BrokerConfig config, Collection<String> listeners, Map<String, Bucket> former) {
        Map<String, Bucket> rates = new HashMap<>();
        long window = QuotaKeys.windowSeconds(config) * NANOS_PER_SECOND;
        for (String listener : listeners) {
            int rate = new ListenerSettings(config, listener).get(QuotaKeys.CONNECTION_RATE);
            if (rate < Integer.MAX_VALUE) {
                Bucket known = former.get(listener);
                rates.put(
                        listener,
                        known != null && known.rate() == rate ? known : new Bucket(rate, window));
            }
        }
        return Map.copyOf(rates);
    }

    private static Limits limits(BrokerConfig config, Collection<String> listeners) {
        Map<String, Integer> ofListener = new HashMap<>();
        for (String listener : listeners) {
            ListenerSettings own = new ListenerSettings(config, listener);
            ofListener.put(listener, own.get(SecurityKeys.CONNECTIONS_MAX));
        }
        return new Limits(
                Map.copyOf(ofListener),
                config.get(SecurityKeys.CONNECTIONS_MAX),
                config.get(SecurityKeys.CONNECTIONS_PER_ADDRESS_MAX),
                SecurityKeys.connectionsPerAddress(config));
    }

    /** Counts one more; whether there is room for it. It counts until it leaves. */
    boolean enter(String listener, String address) {
        int ofListener = byListener.merge(listener, 1, Integer::sum);
        int ofAddress = byAddress.merge(address, 1, Integer::sum);
        Limits now = limits;
        return all.incrementAndGet() <= now.all
                && ofListener <= now.ofListener.getOrDefault(listener, Integer.MAX_VALUE)
                && ofAddress <= now.overrides.getOrDefault(address, now.ofAddress);
    }

    /** For how long nothing should be read from a connection that comes in now. */
    long openMs(String listener, long nowNanos) {
        Bucket rate = rates.get(listener);
        return rate == null ? 0 : rate.take(1, nowNanos);
    }

    void leave(String listener, String address) {
        all.decrementAndGet();
        decrement(byListener, listener);
        decrement(byAddress, address);
    }

    private static void decrement(Map<String, Integer> counts, String key) {
        counts.computeIfPresent(key, (name, count) -> count == 1 ? null : count - 1);
    }
}
