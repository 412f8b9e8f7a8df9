package io.leat.streams.state;

import io.leat.common.utils.Bytes;
import java.time.Duration;

/** Makes window stores over key-value stores. Immutable. */
record WindowSupplier(
        KeyValueBytesStoreSupplier entries,
        long retentionPeriod,
        long segmentIntervalMs,
        long windowSize,
        boolean retainDuplicates)
        implements WindowBytesStoreSupplier {

    /** What is forgotten in one step spans at least that much. */
    private static final long MIN_SEGMENT_MS = 60_000;

    static WindowSupplier of(
            KeyValueBytesStoreSupplier entries,
            Duration retention,
            Duration size,
            boolean retainDuplicates) {
        long retentionMs = Times.millis(retention, "retentionPeriod");
        long sizeMs = Times.millis(size, "windowSize");
        if (retentionMs < 0) {
            throw new IllegalArgumentException("retentionPeriod cannot be negative.");
        }
        if (sizeMs < 0) {
            throw new IllegalArgumentException("windowSize cannot be negative.");
        }
        if (sizeMs > retentionMs) {
            throw new IllegalArgumentException(
                    "store "
                            + entries.name()
                            + " would forget windows before they end: its retention of "
                            + retention
                            + " is less than the window size of "
                            + size
                            + ".");
        }
        return new WindowSupplier(
                entries, retentionMs, segment(retentionMs), sizeMs, retainDuplicates);
    }

    static long segment(long retentionMs) {
        return Math.max(retentionMs / 2, MIN_SEGMENT_MS);
    }

    /** A store of {@code supplier}, which must be one of {@link Stores}. */
    static BytesWindowStore own(WindowBytesStoreSupplier supplier) {
        if (supplier.get() instanceof BytesWindowStore store) {
            return store;
        }
        throw new IllegalArgumentException(
                "window store " + supplier.name() + " must come from a supplier of Stores.");
    }

    @Override
    public String name() {
        return entries.name();
    }

    @Override
    public WindowStore<Bytes, byte[]> get() {
        return new BytesWindowStore(
                entries.get(),
                new TimedKeys(TimedKeys.Kind.WINDOW, retentionPeriod, segmentIntervalMs),
                windowSize,
                retainDuplicates);
    }

    @Override
    public String metricsScope() {
        return entries.metricsScope() + "-window";
    }
}
