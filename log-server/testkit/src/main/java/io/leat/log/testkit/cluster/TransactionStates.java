package io.leat.log.testkit.cluster;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The states that a transaction coordinator wrote to its log, in their order: each may follow the
 * one before it, and the epoch of a producer does not fall. Written from the protocol (KIP-98,
 * KIP-890), not from the product.
 */
public final class TransactionStates {

    /** The states by their numbers in the log. */
    enum State {
        EMPTY,
        ONGOING,
        PREPARE_COMMIT,
        PREPARE_ABORT,
        COMPLETE_COMMIT,
        COMPLETE_ABORT,
        DEAD,
        PREPARE_EPOCH_FENCE;

        boolean mayFollow(@Nullable State before) {
            if (before == null) {
                return true; // what was before may be compacted away
            }
            return switch (this) {
                case EMPTY -> before != ONGOING && !before.prepared();
                case ONGOING -> !before.prepared();
                case PREPARE_COMMIT -> before == ONGOING;
                case PREPARE_ABORT -> !before.prepared();
                case COMPLETE_COMMIT -> before == PREPARE_COMMIT;
                case COMPLETE_ABORT -> before == PREPARE_ABORT;
                case DEAD, PREPARE_EPOCH_FENCE -> false;
            };
        }

        private boolean prepared() {
            return this == PREPARE_COMMIT || this == PREPARE_ABORT;
        }
    }

    private record Entry(long producerId, short epoch, State state) {}

    private final String partition;
    private final Map<Long, Boolean> decisions;
    private final Map<String, Entry> entries = new HashMap<>();

    /**
     * @param decisions the last decision about the transactions of each producer, to be kept up to
     *     date: true if they were committed
     */
    TransactionStates(String partition, Map<Long, Boolean> decisions) {
        this.partition = partition;
        this.decisions = decisions;
    }

    /**
     * The next record of the log.
     *
     * @param value null if the id is forgotten
     */
    public void record(ByteBuffer key, @Nullable ByteBuffer value) {
        byte[] name = new byte[key.remaining()];
        key.duplicate().get(name);
        String id = new String(name, StandardCharsets.UTF_8).trim();
        if (value == null) {
            entries.remove(id);
            return;
        }
        ByteBuffer in = value.duplicate();
        in.getShort();
        long producerId = in.getLong();
        short epoch = in.getShort();
        in.getInt();
        next(id, producerId, epoch, in.get());
    }

    void next(String id, long producerId, short epoch, int state) {
        Entry entry = new Entry(producerId, epoch, State.values()[state]);
        Entry before = entries.put(id, entry);
        if (entry.state.prepared()) {
            decisions.put(producerId, entry.state == State.PREPARE_COMMIT);
        }
        if (before == null) {
            return;
        }
        if (!entry.state.mayFollow(before.state)) {
            throw new Violation(partition + ": " + id + " became " + entry + " after " + before);
        }
        if (producerId == before.producerId && epoch < before.epoch) {
            throw new Violation(partition + ": the epoch of " + id + " fell: " + entry);
        }
    }
}
