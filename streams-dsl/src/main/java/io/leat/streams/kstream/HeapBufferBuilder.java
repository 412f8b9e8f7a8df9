package io.leat.streams.kstream;

import io.leat.streams.state.StoreBuilder;
import java.util.Map;

/** Builds the buffer of an operator. Owned by the builder of the topology. */
final class HeapBufferBuilder<B extends HeapBuffer<?, ?>> implements StoreBuilder<B> {

    /** Makes one buffer. */
    interface Maker<B> {
        B make(boolean logged);
    }

    private final String name;
    private final Maker<B> maker;
    private Map<String, String> logConfig;

    /** {@code logConfig} is null for a buffer without a changelog. */
    HeapBufferBuilder(String name, Map<String, String> logConfig, Maker<B> maker) {
        this.name = name;
        this.logConfig = logConfig;
        this.maker = maker;
    }

    @Override
    public StoreBuilder<B> withCachingEnabled() {
        return this;
    }

    @Override
    public StoreBuilder<B> withCachingDisabled() {
        return this;
    }

    @Override
    public StoreBuilder<B> withLoggingEnabled(Map<String, String> config) {
        logConfig = config;
        return this;
    }

    @Override
    public StoreBuilder<B> withLoggingDisabled() {
        logConfig = null;
        return this;
    }

    @Override
    public B build() {
        return maker.make(loggingEnabled());
    }

    @Override
    public Map<String, String> logConfig() {
        return logConfig == null ? Map.of() : logConfig;
    }

    @Override
    public boolean loggingEnabled() {
        return logConfig != null;
    }

    @Override
    public String name() {
        return name;
    }
}
