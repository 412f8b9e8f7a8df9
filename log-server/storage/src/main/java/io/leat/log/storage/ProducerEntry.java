package io.leat.log.storage;

import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.protocol.record.Sequences;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a partition remembers of one producer: its epoch, its last five batches and its open
 * transaction. Owned by the partition's loop.
 */
final class ProducerEntry {

    static final int WINDOW = 5;
    private static final int BYTES = 8 + 2 + 4 + 8 + 8 + 8 + 8 + 1;
    private static final int BATCH_BYTES = 4 + 4 + 8 + 8;

    /** A batch that was appended, in sequences and offsets. */
    record Appended(int firstSequence, int lastSequence, long lastOffset, long timestamp) {

        long firstOffset() {
            return lastOffset - Integer.toUnsignedLong(span());
        }

        private int span() {
            return Sequences.decrement(lastSequence, firstSequence);
        }
    }

    final long producerId;
    private final Appended[] window = new Appended[WINDOW];
    private int batches;
    private long appendedInEpoch;
    short epoch = RecordBatch.NO_PRODUCER_EPOCH;
    int coordinatorEpoch = -1;
    long transactionStart = -1;
    long lastMarker = -1;
    long lastTimestamp = RecordBatch.NO_TIMESTAMP;

    ProducerEntry(long producerId) {
        this.producerId = producerId;
    }

    /** Sequence of the last record of this epoch, -1 before the first. */
    int lastSequence() {
        Appended last = last();
        return last == null ? RecordBatch.NO_SEQUENCE : last.lastSequence;
    }

    @Nullable Appended last() {
        return batches == 0 ? null : window[batches - 1];
    }

    @Nullable Appended find(int firstSequence, int lastSequence) {
        for (int i = batches - 1; i >= 0; i--) {
            Appended appended = window[i];
            if (appended.firstSequence == firstSequence && appended.lastSequence == lastSequence) {
                return appended;
            }
        }
        return null;
    }

    /** Whether all these sequences were appended in this epoch. */
    boolean covers(int firstSequence, int lastSequence) {
        long back = Sequences.decrement(lastSequence(), firstSequence);
        long backToLast = Sequences.decrement(lastSequence(), lastSequence);
        return back < appendedInEpoch && backToLast <= back;
    }

    void enterEpoch(short newEpoch) {
        if (newEpoch != epoch) {
            epoch = newEpoch;
            batches = 0;
            appendedInEpoch = 0;
        }
    }

    void add(Appended appended, int records) {
        if (batches == WINDOW) {
            System.arraycopy(window, 1, window, 0, WINDOW - 1);
            batches--;
        }
        window[batches++] = appended;
        appendedInEpoch += records;
        lastTimestamp = appended.timestamp;
    }

    int encodedSize() {
        return BYTES + batches * BATCH_BYTES;
    }

    void encode(ByteBuffer out) {
        out.putLong(producerId).putShort(epoch).putInt(coordinatorEpoch);
        out.putLong(transactionStart).putLong(lastTimestamp).putLong(appendedInEpoch);
        out.putLong(lastMarker);
        out.put((byte) batches);
        for (int i = 0; i < batches; i++) {
            out.putInt(window[i].firstSequence).putInt(window[i].lastSequence);
            out.putLong(window[i].lastOffset).putLong(window[i].timestamp);
        }
    }

    static ProducerEntry decode(ByteBuffer in) {
        ProducerEntry entry = new ProducerEntry(in.getLong());
        entry.epoch = in.getShort();
        entry.coordinatorEpoch = in.getInt();
        entry.transactionStart = in.getLong();
        entry.lastTimestamp = in.getLong();
        entry.appendedInEpoch = in.getLong();
        entry.lastMarker = in.getLong();
        entry.batches = in.get();
        for (int i = 0; i < entry.batches; i++) {
            entry.window[i] = new Appended(in.getInt(), in.getInt(), in.getLong(), in.getLong());
        }
        return entry;
    }
}
