package io.leat.log.quorum;

import java.nio.ByteBuffer;
import java.util.Iterator;

/** A state as records: applied to nothing they give that state. Immutable; safe on every thread. */
public interface SnapshotSource {

    /** The offset after the last record of the log that is in the state. */
    long offset();

    /** The encoded records, made as they are asked for, off the loop. */
    Iterator<ByteBuffer> records();
}
