package io.leat.streams.topology;

import io.leat.streams.state.StoreBuilder;
import io.leat.streams.state.spi.RetainingBuilder;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A store of a topology, and the names of the processors that use it. */
public record GraphStore(StoreBuilder<?> builder, Set<String> users) {

    public String name() {
        return builder.name();
    }

    /** How long versions are kept after their end, in milliseconds; null without versions. */
    public @Nullable Long historyRetentionMs() {
        return builder instanceof RetainingBuilder retaining
                ? retaining.historyRetentionMs()
                : null;
    }
}
