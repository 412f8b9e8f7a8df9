package io.leat.log.storage;

import io.leat.log.protocol.record.BatchRewriter;
import io.leat.log.protocol.record.InvalidBatchException;
import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.protocol.record.RecordCursor;
import java.nio.ByteBuffer;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides what compaction leaves of a batch. Owned by one cleaning, which shows it the batches of
 * the log in order.
 *
 * <p>Markers stay or go as a whole. A batch that says where a live producer stands, or where a
 * segment ends, stays even when it has no record left. What cannot be read stays as it is.
 */
final class BatchCleaner {

    private final CleaningPlan plan;
    private final KeyMap newest;
    private final long mappedTo;
    private final CleaningTransactions transactions;
    private final BitSet kept = new BitSet();

    /** Records of the batch whose key is looked up. */
    private final BitSet asked = new BitSet();

    private final BitSet askedTombstones = new BitSet();

    /** Where batches are written again. */
    private ByteBuffer room = ByteBuffer.allocate(0);

    private int records;
    private boolean tombstones;
    private int damaged;

    /**
     * @param mappedTo {@code newest} knows all keys below
     */
    BatchCleaner(CleaningPlan plan, KeyMap newest, long mappedTo) {
        this.plan = plan;
        this.newest = newest;
        this.mappedTo = mappedTo;
        this.transactions = new CleaningTransactions(plan.aborted());
    }

    /** Batches that could not be read so far. */
    int damaged() {
        return damaged;
    }

    /**
     * The bytes to keep of {@code batch}, valid as long as the batch is and until the next call;
     * null if there are none.
     *
     * @param endsSegment whether it is the last of its segment, and has to say where that ends
     */
    @Nullable ByteBuffer clean(RecordBatch batch, boolean endsSegment) {
        boolean needed = endsSegment || plan.lastOfProducers().contains(batch.lastOffset());
        try {
            batch.checkValid();
            if (!batch.isControl()) {
                return cleanRecords(batch, needed);
            }
            return LogOpener.marker(batch) == null ? batch.slice() : cleanMarker(batch, needed);
        } catch (InvalidBatchException e) {
            damaged++;
            return keepAll(batch);
        }
    }

    private @Nullable ByteBuffer cleanRecords(RecordBatch batch, boolean needed) {
        if (transactions.isAborted(batch)) {
            records = 0;
        } else {
            choose(batch);
        }
        if (records == 0) {
            return needed ? BatchRewriter.emptied(batch) : null;
        }
        boolean stamps = tombstones && !batch.hasDeleteHorizon();
        if (records == batch.count() && !stamps) {
            return keepAll(batch);
        }
        noteKept(batch);
        return rewrite(batch, stamps ? horizon() : BatchRewriter.NO_HORIZON);
    }

    private long horizon() {
        long horizon = plan.now() + plan.settings().deleteRetentionMs();
        return horizon < 0 ? Long.MAX_VALUE : horizon;
    }

    private boolean isOver(RecordBatch batch) {
        return batch.hasDeleteHorizon() && batch.baseTimestamp() <= plan.now();
    }

    private @Nullable ByteBuffer cleanMarker(RecordBatch batch, boolean needed) {
        boolean useless = transactions.onMarker(batch);
        if (!useless || needed && batch.hasDeleteHorizon()) {
            return batch.slice();
        }
        if (!batch.hasDeleteHorizon()) {
            kept.set(0, batch.count());
            return rewrite(batch, horizon());
        }
        // Above, a snapshot may name its transaction again after a crash, and readers would wait
        // for the marker while they leave out all that follows.
        boolean forgotten = batch.baseOffset() < plan.firstDirty();
        return forgotten && isOver(batch) ? null : batch.slice();
    }

    private ByteBuffer keepAll(RecordBatch batch) {
        noteKept(batch);
        return batch.slice();
    }

    private void noteKept(RecordBatch batch) {
        if (batch.isTransactional()) {
            transactions.onKept(batch);
        }
    }

    /** Marks in {@link #kept} which records stay. */
    private void choose(RecordBatch batch) {
        kept.clear();
        newest.forgetAsked();
        asked.clear();
        askedTombstones.clear();
        boolean over = isOver(batch);
        int index = 0;
        try (RecordCursor cursor = RecordCursor.open(batch)) {
            while (cursor.next()) {
                if (cursor.offset() >= mappedTo) {
                    kept.set(index);
                } else if (cursor.hasKey() && (cursor.hasValue() || !over)) {
                    newest.ask(cursor);
                    asked.set(index);
                    askedTombstones.set(index, !cursor.hasValue());
                }
                index++;
                if (newest.askedIsFull()) {
                    keepNewest();
                }
            }
        }
        keepNewest();
        records = kept.cardinality();
        tombstones = askedTombstones.intersects(kept);
    }

    private void keepNewest() {
        int i = 0;
        for (int at = asked.nextSetBit(0); at >= 0; at = asked.nextSetBit(at + 1)) {
            kept.set(at, newest.isNewest(i++));
        }
        asked.clear();
        newest.forgetAsked();
    }

    private ByteBuffer rewrite(RecordBatch batch, long horizon) {
        if (batch.sizeInBytes() > room.capacity()) {
            room = ByteBuffer.allocate(batch.sizeInBytes());
        }
        BatchRewriter rewriter = new BatchRewriter(batch, horizon, room);
        int index = 0;
        try (RecordCursor cursor = RecordCursor.open(batch)) {
            while (cursor.next()) {
                if (kept.get(index++)) {
                    rewriter.keep(cursor);
                }
            }
        }
        return rewriter.build();
    }
}
