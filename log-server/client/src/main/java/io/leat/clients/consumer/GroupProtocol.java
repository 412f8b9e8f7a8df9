package io.leat.clients.consumer;

import java.util.Locale;

/** How a consumer and its group agree on assignments. */
public enum GroupProtocol {
    /** Join and sync, with assignment by one member. */
    CLASSIC("CLASSIC"),
    /** Heartbeats, with assignment by the coordinator (KIP-848). */
    CONSUMER("CONSUMER");

    /** Name as in the setting {@code group.protocol}. */
    public final String name;

    GroupProtocol(String name) {
        this.name = name;
    }

    /** The protocol called {@code name}, in any case. */
    public static GroupProtocol of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
