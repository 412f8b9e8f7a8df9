package io.leat.streams;

import java.util.Locale;

/** How an application forms a group: what {@code group.protocol} may be. */
public enum GroupProtocol {
    CLASSIC("CLASSIC"),
    STREAMS("STREAMS");

    public final String name;

    GroupProtocol(String name) {
        this.name = name;
    }

    /**
     * @throws IllegalArgumentException if there is none of that name, in whatever case
     */
    public static GroupProtocol of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
