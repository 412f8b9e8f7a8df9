package io.leat.streams.state;

import io.leat.common.utils.Bytes;

/** Makes session stores of bytes. Times are in milliseconds. */
public interface SessionBytesStoreSupplier extends StoreSupplier<SessionStore<Bytes, byte[]>> {

    /** The span of time that is forgotten in one step. */
    long segmentIntervalMs();

    /** How long sessions are kept, counted from their end. */
    long retentionPeriod();
}
