package io.leat.streams.state;

import io.leat.common.utils.Bytes;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Makes versioned stores over key-value stores. Immutable. */
record VersionedSupplier(
        KeyValueBytesStoreSupplier entries, long historyRetentionMs, long segmentIntervalMs)
        implements VersionedBytesStoreSupplier {

    private static final long MINUTE_MS = 60_000;
    private static final long HOUR_MS = 60 * MINUTE_MS;

    static VersionedSupplier of(
            KeyValueBytesStoreSupplier entries, Duration history, @Nullable Duration segment) {
        long historyMs = Times.millis(history, "historyRetention");
        if (historyMs < 0) {
            throw new IllegalArgumentException("historyRetention cannot be negative.");
        }
        long segmentMs =
                segment == null ? segment(historyMs) : Times.millis(segment, "segmentInterval");
        if (segmentMs < 1) {
            throw new IllegalArgumentException("segmentInterval cannot be zero or negative.");
        }
        return new VersionedSupplier(entries, historyMs, segmentMs);
    }

    /** Some segments a store, more the longer the history. */
    private static long segment(long historyMs) {
        if (historyMs <= MINUTE_MS) {
            return Math.max(historyMs / 3, 2_000);
        }
        return historyMs <= HOUR_MS
                ? Math.max(historyMs / 5, MINUTE_MS)
                : Math.max(historyMs / 24, HOUR_MS);
    }

    /** A store of {@code supplier}, which must be one of {@link Stores}. */
    static BytesVersionedStore own(VersionedBytesStoreSupplier supplier) {
        if (supplier.get() instanceof BytesVersionedStore store) {
            return store;
        }
        throw new IllegalArgumentException(
                "versioned store " + supplier.name() + " must come from a supplier of Stores.");
    }

    @Override
    public String name() {
        return entries.name();
    }

    @Override
    public KeyValueStore<Bytes, byte[]> get() {
        return new BytesVersionedStore(
                entries.get(),
                new TimedKeys(TimedKeys.Kind.VERSION, historyRetentionMs, segmentIntervalMs),
                historyRetentionMs);
    }

    @Override
    public String metricsScope() {
        return entries.metricsScope();
    }
}
