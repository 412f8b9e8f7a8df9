package io.leat.clients.consumer;

import java.util.Locale;

/** Where to start without a committed offset; kept for {@link MockConsumer}. */
@Deprecated
public enum OffsetResetStrategy {
    LATEST,
    EARLIEST,
    NONE;

    @Override
    public String toString() {
        return super.toString().toLowerCase(Locale.ROOT);
    }
}
