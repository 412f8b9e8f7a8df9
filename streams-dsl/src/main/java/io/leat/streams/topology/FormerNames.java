package io.leat.streams.topology;

import java.util.Map;

/**
 * The names under which renamed stores keep their data: changelog, and times and ends that are
 * committed with the offsets. Immutable.
 *
 * @param stores the former name by the one of now
 */
public record FormerNames(Map<String, String> stores) {

    static final FormerNames NONE = new FormerNames(Map.of());

    public FormerNames {
        stores = Map.copyOf(stores);
    }

    /** The name under which {@code store} keeps its data. */
    public String of(String store) {
        return stores.getOrDefault(store, store);
    }

    /** The name under which a time is kept, which may begin with that of a store. */
    public String ofTime(String time) {
        for (Map.Entry<String, String> renamed : stores.entrySet()) {
            String now = renamed.getKey();
            if (time.equals(now) || time.startsWith(now + ".")) {
                return renamed.getValue() + time.substring(now.length());
            }
        }
        return time;
    }
}
