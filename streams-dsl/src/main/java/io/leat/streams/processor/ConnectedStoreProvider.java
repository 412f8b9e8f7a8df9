package io.leat.streams.processor;

import io.leat.streams.state.StoreBuilder;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says which stores a processor uses, so that they are added and connected with it. */
public interface ConnectedStoreProvider {

    /** Builders of the stores, or null for none. */
    default @Nullable Set<StoreBuilder<?>> stores() {
        return null;
    }
}
