package io.leat.common;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The state of a group of any type. */
public enum GroupState {
    UNKNOWN("Unknown"),
    PREPARING_REBALANCE("PreparingRebalance"),
    COMPLETING_REBALANCE("CompletingRebalance"),
    STABLE("Stable"),
    DEAD("Dead"),
    EMPTY("Empty"),
    ASSIGNING("Assigning"),
    RECONCILING("Reconciling"),
    NOT_READY("NotReady");

    private final String name;

    GroupState(String name) {
        this.name = name;
    }

    /** The state of this name in any case; {@link #UNKNOWN} for others. */
    public static GroupState parse(@Nullable String name) {
        for (GroupState state : values()) {
            if (state.name.equalsIgnoreCase(name)) {
                return state;
            }
        }
        return UNKNOWN;
    }

    /** The states that a group of {@code type} can be in. */
    public static Set<GroupState> groupStatesForType(GroupType type) {
        return switch (type) {
            case CLASSIC ->
                    EnumSet.of(PREPARING_REBALANCE, COMPLETING_REBALANCE, STABLE, DEAD, EMPTY);
            case CONSUMER ->
                    EnumSet.of(
                            PREPARING_REBALANCE,
                            COMPLETING_REBALANCE,
                            STABLE,
                            DEAD,
                            EMPTY,
                            ASSIGNING,
                            RECONCILING);
            case SHARE -> EnumSet.of(STABLE, DEAD, EMPTY);
            case STREAMS -> EnumSet.of(STABLE, DEAD, EMPTY, ASSIGNING, RECONCILING, NOT_READY);
            case UNKNOWN -> throw new IllegalArgumentException("Group type not known");
        };
    }

    @Override
    public String toString() {
        return name;
    }
}
