package io.leat.log.quorum;

import io.leat.log.runtime.Check;
import io.leat.log.runtime.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** A metadata log in memory: for tests, and the index of one on disk. Owned by the given loop. */
public final class MemoryMetadataLog implements MetadataLog {

    private final EventLoop loop;
    private final List<MetadataBatch> batches = new ArrayList<>();

    public MemoryMetadataLog(EventLoop loop) {
        this.loop = loop;
    }

    @Override
    public long endOffset() {
        return batches.isEmpty() ? 0 : batches.get(batches.size() - 1).endOffset();
    }

    @Override
    public int lastEpoch() {
        return batches.isEmpty() ? 0 : batches.get(batches.size() - 1).epoch();
    }

    @Override
    public void append(MetadataBatch batch) {
        Check.that(batch.baseOffset() == endOffset(), "a batch does not follow the log's end");
        Check.that(batch.epoch() >= lastEpoch(), "epochs in a log do not decrease");
        batches.add(batch);
    }

    @Override
    public void truncate(long offset) {
        while (endOffset() > offset) {
            batches.remove(batches.size() - 1);
        }
        Check.that(endOffset() == offset, "a log is not cut inside a batch");
    }

    @Override
    public List<MetadataBatch> read(long offset, long endOffset, int batchesMax) {
        int from = indexOf(offset);
        int to = from;
        while (to < batches.size()
                && to - from < batchesMax
                && batches.get(to).endOffset() <= endOffset) {
            to++;
        }
        return List.copyOf(batches.subList(from, to));
    }

    private int indexOf(long offset) {
        int low = 0;
        int high = batches.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (batches.get(middle).baseOffset() < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public EpochEnd endOf(int epoch) {
        for (int i = batches.size() - 1; i >= 0; i--) {
            MetadataBatch batch = batches.get(i);
            if (batch.epoch() <= epoch) {
                return new EpochEnd(batch.epoch(), batch.endOffset());
            }
        }
        return new EpochEnd(0, 0);
    }

    @Override
    public void flush(LongConsumer done) {
        long end = endOffset();
        loop.execute(() -> done.accept(end));
    }
}
