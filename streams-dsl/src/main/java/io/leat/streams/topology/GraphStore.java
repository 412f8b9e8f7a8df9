package io.leat.streams.topology;

import io.leat.streams.state.StoreBuilder;
import io.leat.streams.state.spi.ConfiguredBuilder;
import io.leat.streams.state.spi.RetainingBuilder;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A store of a topology, and the names of the processors that use it. */
public record GraphStore(StoreBuilder<?> builder, Set<String> users) {

    public String name() {
        return builder.name();
    }

    /** The builder of the kind that {@code configs} ask for, where they have a say. */
    public StoreBuilder<?> builder(Map<String, Object> configs) {
        return builder instanceof ConfiguredBuilder choice ? choice.of(configs) : builder;
    }

    /** How long versions are kept after their end, in milliseconds; null without versions. */
    public @Nullable Long historyRetentionMs() {
        return builder instanceof RetainingBuilder retaining
                ? retaining.historyRetentionMs()
                : null;
    }
}
