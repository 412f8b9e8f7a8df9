package io.leat.log.storage;

import io.leat.log.runtime.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Makes one log durable after so many records, or so long, as its settings say. Owned by the
 * partition's loop.
 */
final class FlushRules {

    private final PartitionLog log;
    private final LogContext context;
    private final FlushQueue flushes;
    private @Nullable Timer timer;
    private boolean asked;
    private boolean ended;

    FlushRules(PartitionLog log, LogContext context, FlushQueue flushes) {
        this.log = log;
        this.context = context;
        this.flushes = flushes;
    }

    /** Something was written. */
    void appended() {
        if (asked || ended || log.settings().flushing() == LogSettings.Flushing.NEVER) {
            return;
        }
        long ms = log.settings().flushing().ms();
        if (isDue()) {
            ask();
        } else if (timer == null && ms < Long.MAX_VALUE && log.endOffset() > flushes.flushed()) {
            timer = context.loop().schedule(ms, this::isTime);
        }
    }

    /** Whether so many records are not durable that they have to be. */
    boolean isDue() {
        return log.endOffset() - flushes.flushed() >= log.settings().flushing().records();
    }

    private void isTime() {
        timer = null;
        if (!asked && !ended && log.endOffset() > flushes.flushed()) {
            ask();
        }
    }

    private void ask() {
        asked = true;
        flushes.request(
                failure -> {
                    asked = false;
                    if (failure == null) {
                        appended(); // while that was forced
                    }
                });
    }

    /** The log closes: its files are not touched any more. */
    void end() {
        ended = true;
        if (timer != null) {
            timer.cancel();
        }
    }
}
