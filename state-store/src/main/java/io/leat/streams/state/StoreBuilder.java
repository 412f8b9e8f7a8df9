package io.leat.streams.state;

import io.leat.streams.processor.StateStore;
import java.util.Map;

/** Builds a store for each task, and says how it is cached and logged. */
public interface StoreBuilder<T extends StateStore> {

    StoreBuilder<T> withCachingEnabled();

    StoreBuilder<T> withCachingDisabled();

    /** Logs changes to a topic with these settings (the default, without settings). */
    StoreBuilder<T> withLoggingEnabled(Map<String, String> config);

    StoreBuilder<T> withLoggingDisabled();

    T build();

    Map<String, String> logConfig();

    boolean loggingEnabled();

    String name();
}
