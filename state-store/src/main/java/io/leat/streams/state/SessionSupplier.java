package io.leat.streams.state;

import io.leat.common.utils.Bytes;
import java.time.Duration;

/** Makes session stores over key-value stores. Immutable. */
record SessionSupplier(
        KeyValueBytesStoreSupplier entries, long retentionPeriod, long segmentIntervalMs)
        implements SessionBytesStoreSupplier {

    static SessionSupplier of(KeyValueBytesStoreSupplier entries, Duration retention) {
        long retentionMs = Times.millis(retention, "retentionPeriod");
        if (retentionMs < 0) {
            throw new IllegalArgumentException("retentionPeriod cannot be negative.");
        }
        return new SessionSupplier(entries, retentionMs, WindowSupplier.segment(retentionMs));
    }

    /** A store of {@code supplier}, which must be one of {@link Stores}. */
    static BytesSessionStore own(SessionBytesStoreSupplier supplier) {
        if (supplier.get() instanceof BytesSessionStore store) {
            return store;
        }
        throw new IllegalArgumentException(
                "session store " + supplier.name() + " must come from a supplier of Stores.");
    }

    @Override
    public String name() {
        return entries.name();
    }

    @Override
    public SessionStore<Bytes, byte[]> get() {
        return new BytesSessionStore(
                entries.get(),
                new TimedKeys(TimedKeys.Kind.SESSION, retentionPeriod, segmentIntervalMs));
    }

    @Override
    public String metricsScope() {
        return entries.metricsScope() + "-session";
    }
}
