package io.leat.log.testkit.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing a client did, with what it learned of the outcome. */
public sealed interface Operation {

    /** What a client knows of something it asked for. */
    enum Outcome {
        /** It happened. */
        DONE,
        /** It did not happen and never will. */
        FAILED,
        /** It may have happened: a timeout, a crash. */
        UNKNOWN
    }

    /**
     * A record was sent. Values are unique over a history.
     *
     * @param transaction the transaction it belongs to; null outside of one
     * @param offset where it was acknowledged; -1 unless {@code outcome} is DONE
     */
    record Sent(
            String producer,
            @Nullable String transaction,
            String partition,
            String value,
            Outcome outcome,
            long offset)
            implements Operation {}

    /**
     * A poll returned records of one partition, in this order.
     *
     * @param assignment a number that changes whenever the consumer's position was set anew: by an
     *     assignment, a rebalance or a seek
     */
    record Polled(String consumer, int assignment, String partition, List<Seen> records)
            implements Operation {}

    /** A record as a consumer saw it. */
    record Seen(long offset, String value) {}

    /**
     * A group's commit was acknowledged: everything below {@code offset} was processed.
     *
     * @param group the group; its members poll as {@code group/member}
     */
    record Committed(String group, String partition, long offset) implements Operation {}

    /**
     * A member of {@code group} was given a partition and found this position committed.
     *
     * @param acknowledged the highest position whose commit was acknowledged before it asked
     */
    record Resumed(String group, String partition, long acknowledged, long offset)
            implements Operation {}

    /** A transaction was ended: DONE is committed, FAILED is aborted. */
    record TransactionEnded(String transaction, Outcome outcome) implements Operation {}
}
