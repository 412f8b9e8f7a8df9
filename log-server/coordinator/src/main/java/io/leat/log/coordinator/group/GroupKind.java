package io.leat.log.coordinator.group;

import java.util.Locale;

/** What kind of group an id stands for: which protocol its members speak with the coordinator. */
public enum GroupKind {
    CLASSIC,
    CONSUMER,
    SHARE,
    STREAMS;

    /** As the admin protocol writes it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
