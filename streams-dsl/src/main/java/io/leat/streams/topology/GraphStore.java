package io.leat.streams.topology;

import io.leat.streams.state.StoreBuilder;
import java.util.Set;

/** A store of a topology, and the names of the processors that use it. */
public record GraphStore(StoreBuilder<?> builder, Set<String> users) {

    public String name() {
        return builder.name();
    }
}
