package io.leat.streams.state;

import io.leat.streams.processor.StateStore;

/** Makes a store for each task. */
public interface StoreSupplier<T extends StateStore> {

    String name();

    T get();

    /** The kind of store, in the names of metrics. */
    String metricsScope();
}
