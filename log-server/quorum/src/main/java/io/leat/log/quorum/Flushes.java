package io.leat.log.quorum;

import java.util.function.LongConsumer;

/**
 * Makes the log durable, one flush at a time for all that came together. Owned by the quorum's
 * loop.
 */
final class Flushes {

    private final MetadataLog log;
    private final LongConsumer flushed;
    private boolean flushing;
    private boolean again;
    private int cuts;

    /**
     * @param flushed is told up to which offset the log is durable
     */
    Flushes(MetadataLog log, LongConsumer flushed) {
        this.log = log;
        this.flushed = flushed;
    }

    void flush() {
        if (flushing) {
            again = true;
            return;
        }
        flushing = true;
        int cutsBefore = cuts;
        log.flush(offset -> done(offset, cutsBefore == cuts));
    }

    /** The log was cut: a flush under way says nothing about what comes after. */
    void onCut() {
        cuts++;
    }

    private void done(long offset, boolean valid) {
        flushing = false;
        boolean next = again || !valid;
        again = false;
        if (next) {
            flush();
        }
        if (valid) {
            flushed.accept(offset);
        }
    }
}
