package io.leat.log.coordinator.group;

import java.util.EnumSet;
import java.util.Set;

/**
 * The state of a classic group.
 *
 * <pre>
 *                    first join                    all joined, or time is up
 *        EMPTY ----------------> PREPARING_REBALANCE ----------------> COMPLETING_REBALANCE
 *          ^                       |    ^       ^                        |        |
 *          |                       |    |       |   join, leave, timeout |        | leader's
 *          +-----------------------+    |       +------------------------+        | assignment
 *            nobody is left             |                                         v
 *                                       +-------------------------------------- STABLE
 *                                         join with new metadata, leave, timeout
 *   EMPTY --offsets gone, or deleted--> DEAD
 * </pre>
 */
enum GroupState {
    EMPTY("Empty"),
    PREPARING_REBALANCE("PreparingRebalance"),
    COMPLETING_REBALANCE("CompletingRebalance"),
    STABLE("Stable"),
    DEAD("Dead");

    private final String label;

    GroupState(String label) {
        this.label = label;
    }

    /** Whether a group may go from this state to {@code next}. */
    boolean mayBecome(GroupState next) {
        return successors().contains(next);
    }

    private Set<GroupState> successors() {
        return switch (this) {
            case EMPTY -> EnumSet.of(PREPARING_REBALANCE, DEAD);
            case PREPARING_REBALANCE -> EnumSet.of(COMPLETING_REBALANCE, EMPTY, DEAD);
            case COMPLETING_REBALANCE -> EnumSet.of(STABLE, PREPARING_REBALANCE, DEAD);
            case STABLE -> EnumSet.of(PREPARING_REBALANCE, DEAD);
            case DEAD -> EnumSet.noneOf(GroupState.class);
        };
    }

    /** As the admin protocol writes it. */
    String label() {
        return label;
    }
}
