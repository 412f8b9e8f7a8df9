package io.leat.common;

import org.jspecify.annotations.Nullable;

/** The protocol a group runs. */
public enum GroupType {
    UNKNOWN("Unknown"),
    CONSUMER("Consumer"),
    CLASSIC("Classic"),
    SHARE("Share"),
    STREAMS("Streams");

    private final String name;

    GroupType(String name) {
        this.name = name;
    }

    /** The type of this name in any case; {@link #UNKNOWN} for others. */
    public static GroupType parse(@Nullable String name) {
        for (GroupType type : values()) {
            if (type.name.equalsIgnoreCase(name)) {
                return type;
            }
        }
        return UNKNOWN;
    }

    @Override
    public String toString() {
        return name;
    }
}
