package io.leat.log.testkit.cluster;

import io.leat.log.protocol.record.ControlType;
import io.leat.log.protocol.record.RecordBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which offsets of a partition are records that a reader of committed transactions is given, as the
 * committed batches tell it in their order. Owned by the test script.
 */
final class PartitionContents {

    private record Span(long first, long last) {}

    /** What no reader is given: markers, records of aborted transactions, gaps. By first offset. */
    private final TreeMap<Long, Long> hidden = new TreeMap<>();

    /** By producer, what it wrote in a transaction that has no end yet. */
    private final Map<Long, List<Span>> undecided = new HashMap<>();

    private long end;

    /** The next committed batch. */
    void add(RecordBatch batch) {
        if (batch.baseOffset() > end) {
            hidden.put(end, batch.baseOffset() - 1);
        }
        end = batch.nextOffset();
        if (!batch.isControl()) {
            if (batch.isTransactional()) {
                undecided
                        .computeIfAbsent(batch.producerId(), id -> new ArrayList<>())
                        .add(new Span(batch.baseOffset(), batch.lastOffset()));
            }
            return;
        }
        hidden.put(batch.baseOffset(), batch.lastOffset());
        ControlType kind = BatchRecords.control(batch);
        if (kind.endsTransaction()) {
            List<Span> ended = undecided.remove(batch.producerId());
            if (kind == ControlType.ABORT && ended != null) {
                ended.forEach(span -> hidden.put(span.first, span.last));
            }
        }
    }

    /** Behind the last batch that is known. */
    long end() {
        return end;
    }

    /** Whether readers are given what is at {@code offset}, which is known. */
    boolean isRecord(long offset) {
        Map.Entry<Long, Long> floor = hidden.floorEntry(offset);
        return floor == null || floor.getValue() < offset;
    }
}
