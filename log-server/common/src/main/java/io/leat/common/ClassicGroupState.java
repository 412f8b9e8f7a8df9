package io.leat.common;

import org.jspecify.annotations.Nullable;

/** The state of a group on the classic protocol. */
public enum ClassicGroupState {
    UNKNOWN("Unknown"),
    PREPARING_REBALANCE("PreparingRebalance"),
    COMPLETING_REBALANCE("CompletingRebalance"),
    STABLE("Stable"),
    DEAD("Dead"),
    EMPTY("Empty");

    private final String name;

    ClassicGroupState(String name) {
        this.name = name;
    }

    /** The state of this name in any case; {@link #UNKNOWN} for others. */
    public static ClassicGroupState parse(@Nullable String name) {
        for (ClassicGroupState state : values()) {
            if (state.name.equalsIgnoreCase(name)) {
                return state;
            }
        }
        return UNKNOWN;
    }

    @Override
    public String toString() {
        return name;
    }
}
