package io.leat.streams.state.spi;

import io.leat.streams.state.StoreBuilder;
import java.util.Map;

/** A builder of stores whose kind is up to the settings of the application. */
public interface ConfiguredBuilder {

    /** The builder of the kind that {@code configs} ask for. */
    StoreBuilder<?> of(Map<String, Object> configs);
}
