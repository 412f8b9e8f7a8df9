package io.leat.log.quorum.image;

import io.leat.log.protocol.Uuid;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A registered broker. Immutable.
 *
 * @param incarnation differs for every start of the process
 * @param epoch the offset of its registration
 * @param listeners where clients reach it
 * @param fenced whether it may not lead
 */
public record BrokerImage(
        int id,
        Uuid incarnation,
        long epoch,
        List<Listener> listeners,
        @Nullable String rack,
        boolean fenced) {

    /** A named address; port 0 stands for the address a client reached. */
    public record Listener(String name, String host, int port) {}

    public BrokerImage {
        listeners = List.copyOf(listeners);
    }

    /** The address under {@code listener}, or null. */
    public @Nullable Listener listener(String name) {
        for (Listener listener : listeners) {
            if (listener.name().equals(name)) {
                return listener;
            }
        }
        return null;
    }
}
