package io.leat.log.storage;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.record.ControlType;
import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.protocol.record.Sequences;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The producers of one partition: duplicates, sequences, open and aborted transactions. A function
 * of the log: replaying it gives the same state. Owned by the partition's loop.
 */
final class Producers {

    /** Begins a snapshot; the first format had a number of producers there. */
    private static final int FORMAT = -2;

    private final Map<Long, ProducerEntry> entries = new HashMap<>();

    /** First offset of each open transaction, to its producer. */
    private final TreeMap<Long, Long> open = new TreeMap<>();

    /** First offset of each transaction whose marker is not below the high watermark yet. */
    private final TreeMap<Long, Long> ended = new TreeMap<>();

    /** Aborted transactions, by the offset of their marker. */
    private final TreeMap<Long, AbortedTransaction> aborted = new TreeMap<>();

    /**
     * Whether a batch from a client may be appended. Null if so; the batch it repeats if it is a
     * duplicate of one of the last five.
     */
    ProducerEntry.@Nullable Appended check(RecordBatch batch) {
        ProducerEntry entry = entries.get(batch.producerId());
        if (!batch.hasProducerId() || entry == null) {
            return null;
        }
        short epoch = batch.producerEpoch();
        int first = batch.baseSequence();
        int last = batch.lastSequence();
        if (epoch < entry.epoch) {
            throw refused(ErrorCode.INVALID_PRODUCER_EPOCH, entry, batch);
        }
        if (first == RecordBatch.NO_SEQUENCE) {
            return null; // the server's own writers number nothing
        }
        if (epoch > entry.epoch) {
            if (first != 0) {
                throw refused(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER, entry, batch);
            }
            return null;
        }
        ProducerEntry.Appended repeated = entry.find(first, last);
        if (repeated != null) {
            return repeated;
        }
        int before = entry.lastSequence();
        boolean next = first == (before < 0 ? 0 : Sequences.increment(before, 1));
        if (!next) {
            boolean known = before >= 0 && entry.covers(first, last);
            throw refused(
                    known
                            ? ErrorCode.DUPLICATE_SEQUENCE_NUMBER
                            : ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER,
                    entry,
                    batch);
        }
        if (entry.transactionStart >= 0 && !batch.isTransactional()) {
            throw refused(ErrorCode.INVALID_TXN_STATE, entry, batch);
        }
        return null;
    }

    private static StorageException refused(
            ErrorCode code, ProducerEntry entry, RecordBatch batch) {
        return new StorageException(
                code,
                "producer "
                        + batch.producerId()
                        + " sent epoch "
                        + batch.producerEpoch()
                        + ", sequence "
                        + batch.baseSequence()
                        + "; the partition is at epoch "
                        + entry.epoch
                        + ", sequence "
                        + entry.lastSequence());
    }

    /**
     * Whether a marker may be appended; false if it would change nothing, because the same one was
     * written before.
     *
     * @param version the transaction version of the marker: from 2 on its epoch is the bumped one
     */
    boolean checkMarker(long producerId, short epoch, int coordinatorEpoch, int version) {
        ProducerEntry entry = entries.get(producerId);
        if (entry == null) {
            return true;
        }
        if (coordinatorEpoch < entry.coordinatorEpoch) {
            throw new StorageException(
                    ErrorCode.TRANSACTION_COORDINATOR_FENCED,
                    "marker of coordinator epoch "
                            + coordinatorEpoch
                            + ", but one of "
                            + entry.coordinatorEpoch
                            + " was seen");
        }
        boolean stale = version >= 2 && entry.transactionStart >= 0 && epoch == entry.epoch;
        if (epoch < entry.epoch || stale) {
            throw new StorageException(
                    ErrorCode.INVALID_PRODUCER_EPOCH,
                    "marker of producer epoch " + epoch + ", the partition is at " + entry.epoch);
        }
        return entry.transactionStart >= 0 || epoch > entry.epoch;
    }

    /** Takes note of a batch that is in the log. */
    void onAppended(RecordBatch batch) {
        if (!batch.hasProducerId() || batch.isControl()) {
            return;
        }
        ProducerEntry entry =
                entries.computeIfAbsent(batch.producerId(), id -> new ProducerEntry(id));
        entry.enterEpoch(batch.producerEpoch());
        entry.lastTimestamp = batch.maxTimestamp();
        if (batch.baseSequence() != RecordBatch.NO_SEQUENCE) {
            entry.add(
                    new ProducerEntry.Appended(
                            batch.baseSequence(),
                            batch.lastSequence(),
                            batch.lastOffset(),
                            batch.maxTimestamp()),
                    batch.lastOffsetDelta() + 1);
        }
        // Compaction empties only batches of transactions that have ended; the marker may be gone.
        if (batch.isTransactional() && batch.count() > 0 && entry.transactionStart < 0) {
            entry.transactionStart = batch.baseOffset();
            open.put(batch.baseOffset(), batch.producerId());
        }
    }

    /** Takes note of a marker that is in the log at {@code offset}. */
    void onMarker(RecordBatch batch, ControlType type, int coordinatorEpoch) {
        long offset = batch.baseOffset();
        ProducerEntry entry =
                entries.computeIfAbsent(batch.producerId(), id -> new ProducerEntry(id));
        entry.enterEpoch(batch.producerEpoch());
        entry.coordinatorEpoch = coordinatorEpoch;
        entry.lastMarker = offset;
        entry.lastTimestamp = batch.maxTimestamp();
        long start = entry.transactionStart;
        if (start < 0) {
            return;
        }
        entry.transactionStart = -1;
        open.remove(start);
        ended.put(start, offset);
        if (type == ControlType.ABORT) {
            aborted.put(offset, new AbortedTransaction(batch.producerId(), start, offset));
        }
    }

    /** The last stable offset under this high watermark. */
    long lastStable(long highWatermark) {
        // A transaction stays in the way until its marker is replicated.
        if (!ended.isEmpty()) {
            ended.values().removeIf(marker -> marker < highWatermark);
        }
        long stable = highWatermark;
        if (!open.isEmpty()) {
            stable = Math.min(stable, open.firstKey());
        }
        if (!ended.isEmpty()) {
            stable = Math.min(stable, ended.firstKey());
        }
        return stable;
    }

    /** Aborted transactions that overlap {@code [from, to)}, by first offset. */
    List<AbortedTransaction> abortedBetween(long from, long to) {
        List<AbortedTransaction> found = new ArrayList<>();
        for (AbortedTransaction each : aborted.tailMap(from).values()) {
            if (each.firstOffset() < to) {
                found.add(each);
            }
        }
        found.sort((a, b) -> Long.compare(a.firstOffset(), b.firstOffset()));
        return found;
    }

    /**
     * Whether this epoch of the producer has a transaction open here. One of an older epoch only
     * waits for its marker: what the new epoch writes is not part of it.
     */
    boolean hasOpenTransaction(long producerId, short epoch) {
        ProducerEntry entry = entries.get(producerId);
        return entry != null && entry.transactionStart >= 0 && entry.epoch == epoch;
    }

    @Nullable ProducerEntry entry(long producerId) {
        return entries.get(producerId);
    }

    List<ProducerInfo> describe() {
        List<ProducerInfo> all = new ArrayList<>();
        for (ProducerEntry entry : entries.values()) {
            all.add(
                    new ProducerInfo(
                            entry.producerId,
                            entry.epoch,
                            entry.lastSequence(),
                            entry.lastTimestamp,
                            entry.coordinatorEpoch,
                            entry.transactionStart));
        }
        all.sort((a, b) -> Long.compare(a.producerId(), b.producerId()));
        return all;
    }

    /** Forgets producers that were idle since before {@code timestamp} and have nothing open. */
    void expire(long timestamp) {
        entries.values().removeIf(e -> e.transactionStart < 0 && e.lastTimestamp < timestamp);
    }

    /** Forgets aborted transactions that lie wholly below the start of the log. */
    void onLogStart(long offset) {
        aborted.headMap(offset, false).clear();
    }

    /** Becomes what {@code other} is, which nobody uses any more. */
    void become(Producers other) {
        clear();
        entries.putAll(other.entries);
        open.putAll(other.open);
        ended.putAll(other.ended);
        aborted.putAll(other.aborted);
    }

    void clear() {
        entries.clear();
        open.clear();
        ended.clear();
        aborted.clear();
    }

    /** Forgets aborted transactions that ended below {@code offset}: their records are gone. */
    void forgetAborted(long offset) {
        aborted.headMap(offset, false).clear();
    }

    /** Last offsets of the batches that say where the producers stand: last data, last marker. */
    Set<Long> lastOffsets() {
        Set<Long> offsets = new HashSet<>();
        for (ProducerEntry entry : entries.values()) {
            ProducerEntry.Appended last = entry.last();
            if (last != null) {
                offsets.add(last.lastOffset());
            }
            if (entry.lastMarker >= 0) {
                offsets.add(entry.lastMarker);
            }
        }
        return offsets;
    }

    /** The state as a snapshot, with what is not stable yet under this high watermark. */
    ByteBuffer encode(long highWatermark) {
        lastStable(highWatermark);
        int size = 16 + ended.size() * 16 + aborted.size() * 24;
        for (ProducerEntry entry : entries.values()) {
            size += entry.encodedSize();
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        out.putInt(FORMAT).putInt(entries.size());
        entries.values().stream()
                .sorted((a, b) -> Long.compare(a.producerId, b.producerId))
                .forEach(entry -> entry.encode(out));
        out.putInt(ended.size());
        ended.forEach((start, marker) -> out.putLong(start).putLong(marker));
        out.putInt(aborted.size());
        for (AbortedTransaction each : aborted.values()) {
            out.putLong(each.producerId()).putLong(each.firstOffset()).putLong(each.lastOffset());
        }
        return out.flip();
    }

    /** Takes the state of a snapshot; returns whether it is one of this format. */
    boolean decode(ByteBuffer in) {
        clear();
        if (in.remaining() < 16 || in.getInt() != FORMAT) {
            return false;
        }
        for (int left = in.getInt(); left > 0; left--) {
            ProducerEntry entry = ProducerEntry.decode(in);
            entries.put(entry.producerId, entry);
            if (entry.transactionStart >= 0) {
                open.put(entry.transactionStart, entry.producerId);
            }
        }
        for (int left = in.getInt(); left > 0; left--) {
            ended.put(in.getLong(), in.getLong());
        }
        for (int left = in.getInt(); left > 0; left--) {
            AbortedTransaction each =
                    new AbortedTransaction(in.getLong(), in.getLong(), in.getLong());
            aborted.put(each.lastOffset(), each);
        }
        return true;
    }
}
