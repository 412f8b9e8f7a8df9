package io.leat.common;

import org.jspecify.annotations.Nullable;

/**
 * The state of a consumer group.
 *
 * @deprecated use {@link GroupState}
 */
@Deprecated
public enum ConsumerGroupState {
    UNKNOWN("Unknown"),
    PREPARING_REBALANCE("PreparingRebalance"),
    COMPLETING_REBALANCE("CompletingRebalance"),
    STABLE("Stable"),
    DEAD("Dead"),
    EMPTY("Empty"),
    ASSIGNING("Assigning"),
    RECONCILING("Reconciling");

    private final String name;

    ConsumerGroupState(String name) {
        this.name = name;
    }

    /** The state of this name in any case; {@link #UNKNOWN} for others. */
    public static ConsumerGroupState parse(@Nullable String name) {
        for (ConsumerGroupState state : values()) {
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
