package io.leat.log.coordinator.group.consumer;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Which ways a group may go between the classic protocol and this one while it has members. */
public enum MigrationPolicy {
    BIDIRECTIONAL(true, true),
    UPGRADE(true, false),
    DOWNGRADE(false, true),
    DISABLED(false, false);

    private final boolean upgrades;
    private final boolean downgrades;

    MigrationPolicy(boolean upgrades, boolean downgrades) {
        this.upgrades = upgrades;
        this.downgrades = downgrades;
    }

    boolean upgrades() {
        return upgrades;
    }

    boolean downgrades() {
        return downgrades;
    }

    /** As settings name them. */
    public static List<String> names() {
        return Arrays.stream(values()).map(each -> each.name().toLowerCase(Locale.ROOT)).toList();
    }
}
