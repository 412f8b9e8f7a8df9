package io.leat.log.broker;

import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.config.ConfigException;
import io.leat.log.broker.config.ListenerSettings;
import io.leat.log.broker.config.QuotaKeys;
import io.leat.log.broker.config.SecurityKeys;
import io.leat.log.broker.quota.Bucket;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How many connections there may be, of a listener and of an address. Safe on every loop. */
public final class ConnectionLimits {

    /** Any number. */
    public static final ConnectionLimits NONE =
            new ConnectionLimits(
                    Map.of(), Integer.MAX_VALUE, Integer.MAX_VALUE, Map.of(), Map.of());

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Map<String, Integer> listenerMax;
    private final int max;
    private final int addressMax;
    private final Map<String, Bucket> rates;
    private final AtomicInteger all = new AtomicInteger();
    private final Map<String, Integer> addressOverrides;
    private final Map<String, Integer> byListener = new ConcurrentHashMap<>();
    private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();

    private ConnectionLimits(
            Map<String, Integer> listenerMax,
            int max,
            int addressMax,
            Map<String, Integer> addressOverrides,
            Map<String, Bucket> rates) {
        this.max = max;
        this.rates = rates;
        this.listenerMax = listenerMax;
        this.addressMax = addressMax;
        this.addressOverrides = addressOverrides;
    }

    /** What the settings say about {@code listeners}. */
    public static ConnectionLimits of(BrokerConfig config, Iterable<String> listeners) {
        Map<String, Integer> listenerMax = new HashMap<>();
        Map<String, Bucket> rates = new HashMap<>();
        long window = QuotaKeys.windowSeconds(config) * NANOS_PER_SECOND;
        for (String listener : listeners) {
            ListenerSettings own = new ListenerSettings(config, listener);
            listenerMax.put(listener, own.get(SecurityKeys.CONNECTIONS_MAX));
            int rate = own.get(QuotaKeys.CONNECTION_RATE);
            if (rate < Integer.MAX_VALUE) {
                rates.put(listener, new Bucket(rate, window));
            }
        }
        Map<String, Integer> overrides = new HashMap<>();
        for (String entry : config.get(SecurityKeys.CONNECTIONS_PER_ADDRESS)) {
            int colon = entry.lastIndexOf(':');
            try {
                overrides.put(
                        entry.substring(0, Math.max(0, colon)),
                        Integer.parseInt(entry.substring(colon + 1)));
            } catch (NumberFormatException e) {
                throw new ConfigException(
                        SecurityKeys.CONNECTIONS_PER_ADDRESS.name()
                                + " has '"
                                + entry
                                + "': write address:number");
            }
        }
        return new ConnectionLimits(
                Map.copyOf(listenerMax),
                config.get(SecurityKeys.CONNECTIONS_MAX),
                config.get(SecurityKeys.CONNECTIONS_PER_ADDRESS_MAX),
                Map.copyOf(overrides),
                Map.copyOf(rates));
    }

    /** Counts one more; whether there is room for it. It counts until it leaves. */
    boolean enter(String listener, String address) {
        int ofListener = byListener.merge(listener, 1, Integer::sum);
        int ofAddress = byAddress.merge(address, 1, Integer::sum);
        return all.incrementAndGet() <= max
                && ofListener <= listenerMax.getOrDefault(listener, Integer.MAX_VALUE)
                && ofAddress <= addressOverrides.getOrDefault(address, addressMax);
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
