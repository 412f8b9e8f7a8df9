package io.leat.streams.state;

import io.leat.common.utils.Bytes;

/** Makes window stores of bytes. Times are in milliseconds. */
public interface WindowBytesStoreSupplier extends StoreSupplier<WindowStore<Bytes, byte[]>> {

    /** The span of time that is forgotten in one step. */
    long segmentIntervalMs();

    long windowSize();

    /** Whether a key may have several values in a window. */
    boolean retainDuplicates();

    /** How long windows are kept, counted from their start. */
    long retentionPeriod();
}
