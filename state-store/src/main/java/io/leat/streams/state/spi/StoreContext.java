package io.leat.streams.state.spi;

import io.leat.streams.metrics.Meters;
import io.leat.streams.processor.StateStoreContext;
import io.leat.streams.query.Position;

/** What Leat's own stores see of their task, beyond what every store sees. */
public interface StoreContext extends StateStoreContext {

    /** Makes a store known that takes part in commits. */
    void attach(ChangelogStore store);

    /** Whether a topic has what is in {@code store}, so that it may be emptied. */
    default boolean restores(ChangelogStore store) {
        return store.logged();
    }

    /** The last input records whose results are committed; safe from any thread. */
    default Position committedPosition() {
        return Position.emptyPosition();
    }

    /** The task's folder, for stores that write through the port. */
    StoreFolder folder();

    @Override
    default Meters metrics() {
        return shared().meters();
    }

    /** Resources that the stores of one process share. */
    SharedResources shared();
}
