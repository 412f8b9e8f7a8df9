package io.leat.log.runtime;

import org.jspecify.annotations.Nullable;

/** Receives what happens on one {@link Connection}, always on its loop. */
public interface ConnectionHandler {

    /** A whole frame arrived, in order. The handler owns one reference to it. */
    void onFrame(Frame frame);

    /** The connection ended; nothing follows. {@code cause} is null for an orderly close. */
    void onClosed(@Nullable Throwable cause);

    /** {@link Connection#pendingBytes} fell below the low mark after having been above the high. */
    default void onWritable() {}
}
