package io.leat.streams.state.spi;

import org.jspecify.annotations.Nullable;

/** A builder of stores that may keep their content for some time only. */
public interface RetainingBuilder {

    /** That time in milliseconds; null for good. */
    @Nullable Long retentionMs();

    /** How long versions are kept after their end; null where there are no versions. */
    default @Nullable Long historyRetentionMs() {
        return null;
    }
}
