package io.leat.log.broker.data;

import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.protocol.record.Sequences;
import java.util.HashMap;
import java.util.Map;

/**
 * The producers whose first write in a transaction is being verified, or was refused. Owned by the
 * partition's loop.
 *
 * <p>A guard stands for the time since the last marker: an answer of the coordinator counts only
 * while its guard does. An entry outlives a refusal, because it remembers the lowest sequence seen:
 * batches behind the refused one must not be appended before it is.
 */
final class Verifications {

    /** Sequences are before or after each other within half of their range. */
    private static final int HALF = 1 << 30;

    private static final class Pending {
        final long since;
        short epoch = RecordBatch.NO_PRODUCER_EPOCH;
        int lowest = RecordBatch.NO_SEQUENCE;

        Pending(long since) {
            this.since = since;
        }
    }

    private final Map<Long, Pending> pending = new HashMap<>();

    /** How many questions about a producer have no answer yet. */
    private final Map<Long, Integer> underWay = new HashMap<>();

    /**
     * A producer's write is to be verified; returns its guard. Questions that overlap share one.
     * Each is followed by {@link #answered}.
     *
     * @param sequence of the write, {@link RecordBatch#NO_SEQUENCE} if it has none
     */
    Object begin(long producerId, short epoch, int sequence, long now) {
        underWay.merge(producerId, 1, Integer::sum);
        Pending entry = pending.computeIfAbsent(producerId, id -> new Pending(now));
        if (epoch > entry.epoch) {
            entry.epoch = epoch;
            entry.lowest = sequence;
        } else if (epoch == entry.epoch && isBefore(sequence, entry.lowest)) {
            entry.lowest = sequence;
        }
        return entry;
    }

    /** What waits to be verified, without the answers that are still to come. */
    Verifications unanswered() {
        Verifications next = new Verifications();
        pending.forEach(
                (producerId, entry) -> {
                    Pending copy = new Pending(entry.since);
                    copy.epoch = entry.epoch;
                    copy.lowest = entry.lowest;
                    next.pending.put(producerId, copy);
                });
        return next;
    }

    /** One question about a producer has its answer. */
    void answered(long producerId) {
        underWay.computeIfPresent(producerId, (id, count) -> count == 1 ? null : count - 1);
    }

    /**
     * Whether a write of this producer still waits for its answer. An earlier one may have opened
     * the transaction here meanwhile: a later one must not overtake the one that waits.
     */
    boolean isUnderWay(long producerId) {
        return underWay.containsKey(producerId);
    }

    private static boolean isBefore(int sequence, int other) {
        return sequence >= 0
                && (other < 0 || sequence != other && Sequences.decrement(other, sequence) < HALF);
    }

    /** Whether no marker came since {@code guard} was made, and no write was let through. */
    boolean isCurrent(long producerId, Object guard) {
        return pending.get(producerId) == guard;
    }

    /** Whether a batch before this one still has to come. */
    boolean overtakes(long producerId, short epoch, int sequence) {
        Pending entry = pending.get(producerId);
        return entry != null && epoch == entry.epoch && isBefore(entry.lowest, sequence);
    }

    /** A write was let through. */
    void end(long producerId) {
        pending.remove(producerId);
    }

    /**
     * A marker came. In version 2 it carries the epoch of the transaction after the one it ends: a
     * question of that epoch is about the next one, and its answer still counts.
     */
    void marked(long producerId, short epoch, int version) {
        pending.computeIfPresent(
                producerId, (id, entry) -> version >= 2 && epoch == entry.epoch ? entry : null);
    }

    /** Forgets producers that gave up before {@code time}. */
    void expire(long time) {
        pending.values().removeIf(entry -> entry.since < time);
    }
}
