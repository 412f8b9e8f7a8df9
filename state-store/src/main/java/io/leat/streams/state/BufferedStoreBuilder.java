package io.leat.streams.state;

import io.leat.streams.processor.StateStore;
import io.leat.streams.state.spi.MeasuredBuilder;
import io.leat.streams.state.spi.RetainingBuilder;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds stores: the supplier's bytes store, the buffer before it, the types on top. */
final class BufferedStoreBuilder<T extends StateStore>
        implements StoreBuilder<T>, RetainingBuilder, MeasuredBuilder {

    /** Makes one store. */
    interface Maker<T> {
        T make(boolean caching, boolean logging);
    }

    private final StoreSupplier<?> supplier;
    private final Maker<T> maker;
    private @Nullable Long retentionMs;
    private @Nullable Long historyRetentionMs;
    private boolean caching;
    private boolean logging = true;
    private Map<String, String> logConfig = new HashMap<>();

    BufferedStoreBuilder(StoreSupplier<?> supplier, Maker<T> maker) {
        this.supplier = supplier;
        this.maker = maker;
    }

    /** The content is kept for that time only. */
    BufferedStoreBuilder<T> retaining(long millis) {
        retentionMs = millis;
        return this;
    }

    /** Versions are kept for that time after their end. */
    BufferedStoreBuilder<T> versioned(long millis) {
        historyRetentionMs = millis;
        return this;
    }

    @Override
    public @Nullable Long historyRetentionMs() {
        return historyRetentionMs;
    }

    @Override
    public @Nullable Long retentionMs() {
        return retentionMs;
    }

    @Override
    public StoreBuilder<T> withCachingEnabled() {
        if (historyRetentionMs != null) {
            throw new IllegalStateException("Versioned stores do not support caching.");
        }
        caching = true;
        return this;
    }

    @Override
    public StoreBuilder<T> withCachingDisabled() {
        caching = false;
        return this;
    }

    @Override
    public StoreBuilder<T> withLoggingEnabled(Map<String, String> config) {
        logging = true;
        logConfig = new HashMap<>(config);
        return this;
    }

    @Override
    public StoreBuilder<T> withLoggingDisabled() {
        logging = false;
        logConfig.clear();
        return this;
    }

    @Override
    public String metricsScope() {
        return supplier.metricsScope();
    }

    @Override
    public T build() {
        return maker.make(caching, logging);
    }

    @Override
    public Map<String, String> logConfig() {
        return logConfig;
    }

    @Override
    public boolean loggingEnabled() {
        return logging;
    }

    @Override
    public String name() {
        return supplier.name();
    }
}
