package io.leat.connect.runtime;

import io.leat.connect.source.SourceRecord;

/** Says where the transactions of a source task end. Owned by the task's thread. */
interface Boundary {

    /** What to do with the transaction. */
    enum Verdict {
        GO_ON,
        COMMIT,
        /** Throws the records away, but keeps their source offsets: they do not come again. */
        ABORT
    }

    /** After {@code record} of a batch. */
    default Verdict after(SourceRecord record) {
        return Verdict.GO_ON;
    }

    /** After a batch, and now and then when there are none. */
    Verdict afterBatch(long nowMs);

    /** Whether an orderly end commits what is open. */
    default boolean commitsAtEnd() {
        return true;
    }

    /** One transaction for each batch. */
    static Boundary poll() {
        return nowMs -> Verdict.COMMIT;
    }

    /** One transaction for each {@code intervalMs}. */
    static Boundary interval(long intervalMs, long startMs) {
        return new Boundary() {
            private long lastMs = startMs;

            @Override
            public Verdict afterBatch(long nowMs) {
                if (nowMs - lastMs < intervalMs) {
                    return Verdict.GO_ON;
                }
                lastMs = nowMs;
                return Verdict.COMMIT;
            }
        };
    }
}
