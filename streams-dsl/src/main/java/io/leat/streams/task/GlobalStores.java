package io.leat.streams.task;

import io.leat.streams.processor.StateStore;
import org.jspecify.annotations.Nullable;

/** The stores that every instance has whole. Safe for several threads. */
public interface GlobalStores {

    GlobalStores NONE = name -> null;

    /** The store of that name, null if there is none. Others than its owner only read it. */
    @Nullable StateStore find(String name);
}
