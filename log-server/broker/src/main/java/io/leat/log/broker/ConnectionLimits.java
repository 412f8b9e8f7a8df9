package io.leat.log.broker;

import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.config.ConfigException;
import io.leat.log.broker.config.ListenerSettings;
import io.leat.log.broker.config.SecurityKeys;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many connections there may be, of a listener and of an address. Safe on every loop. */
public final class ConnectionLimits {

    /** Any number. */
    public static final ConnectionLimits NONE =
            new ConnectionLimits(Map.of(), Integer.MAX_VALUE, Map.of());

    private final Map<String, Integer> listenerMax;
    private final int addressMax;
    private final Map<String, Integer> addressOverrides;
    private final Map<String, Integer> byListener = new ConcurrentHashMap<>();
    private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();

    private ConnectionLimits(
            Map<String, Integer> listenerMax,
            int addressMax,
            Map<String, Integer> addressOverrides) {
        this.listenerMax = listenerMax;
        this.addressMax = addressMax;
        this.addressOverrides = addressOverrides;
    }

    /** What the settings say about {@code listeners}. */
    public static ConnectionLimits of(BrokerConfig config, Iterable<String> listeners) {
        Map<String, Integer> listenerMax = new HashMap<>();
        for (String listener : listeners) {
            ListenerSettings own = new ListenerSettings(config, listener);
            listenerMax.put(listener, own.get(SecurityKeys.CONNECTIONS_MAX));
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
                config.get(SecurityKeys.CONNECTIONS_PER_ADDRESS_MAX),
                Map.copyOf(overrides));
    }

    /** Counts one more; whether there is room for it. It counts until it leaves. */
    boolean enter(String listener, String address) {
        int ofListener = byListener.merge(listener, 1, Integer::sum);
        int ofAddress = byAddress.merge(address, 1, Integer::sum);
        return ofListener <= listenerMax.getOrDefault(listener, Integer.MAX_VALUE)
                && ofAddress <= addressOverrides.getOrDefault(address, addressMax);
    }

    void leave(String listener, String address) {
        decrement(byListener, listener);
        decrement(byAddress, address);
    }

    private static void decrement(Map<String, Integer> counts, String key) {
        counts.computeIfPresent(key, (name, count) -> count == 1 ? null : count - 1);
    }
}
