package io.leat.streams.state.spi;

import io.leat.common.serialization.Serde;

/** A store that says how its keys are written. Safe from any thread once it is open. */
public interface KeyedStore {

    /** The serde of its keys; without the window, where they have one. */
    Serde<?> keys();
}
