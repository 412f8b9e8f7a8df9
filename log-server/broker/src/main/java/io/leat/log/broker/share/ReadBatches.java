package io.leat.log.broker.share;

import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.storage.AbortedTransaction;
import io.leat.log.storage.LogRead;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The batches of one read: where they are, and which of them to send. Immutable. */
final class ReadBatches {

    private final LogRead read;
    private final List<Span> spans = new ArrayList<>();

    ReadBatches(LogRead read) {
        this.read = read;
        for (ByteBuffer bytes : read.batches()) {
            for (RecordBatch batch : RecordBatch.in(bytes)) {
                spans.add(new Span(batch.baseOffset(), batch.lastOffset()));
            }
        }
    }

    /** Where they are. */
    List<Span> spans() {
        return spans;
    }

    /** Where those are that belong to {@code aborted} transactions. */
    List<Span> aborted(List<AbortedTransaction> aborted) {
        List<Span> found = new ArrayList<>();
        if (aborted.isEmpty()) {
            return found;
        }
        for (ByteBuffer bytes : read.batches()) {
            for (RecordBatch batch : RecordBatch.in(bytes)) {
                if (batch.isTransactional() && !batch.isControl() && isIn(batch, aborted)) {
                    found.add(new Span(batch.baseOffset(), batch.lastOffset()));
                }
            }
        }
        return found;
    }

    private static boolean isIn(RecordBatch batch, List<AbortedTransaction> aborted) {
        for (AbortedTransaction each : aborted) {
            if (each.producerId() == batch.producerId()
                    && each.firstOffset() <= batch.baseOffset()
                    && each.lastOffset() >= batch.lastOffset()) {
                return true;
            }
        }
        return false;
    }

    /** The bytes of the batches from the first acquired record to the last. */
    List<ByteBuffer> holding(List<Acquired> acquired) {
        long first = acquired.get(0).first();
        long last = acquired.get(acquired.size() - 1).last();
        List<ByteBuffer> slices = new ArrayList<>();
        for (ByteBuffer bytes : read.batches()) {
            int begin = -1;
            int end = -1;
            for (RecordBatch batch : RecordBatch.in(bytes)) {
                if (batch.lastOffset() >= first && batch.baseOffset() <= last) {
                    begin = begin < 0 ? batch.start() : begin;
                    end = batch.start() + batch.sizeInBytes();
                }
            }
            if (begin >= 0) {
                slices.add(bytes.duplicate().limit(end).position(begin));
            }
        }
        return slices;
    }
}
