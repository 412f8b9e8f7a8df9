package io.leat.log.quorum;

import io.leat.log.runtime.Check;
import io.leat.log.runtime.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A metadata log in memory: for tests, and the index of one on disk. Owned by the given loop. */
public final class MemoryMetadataLog implements MetadataLog {

    private final EventLoop loop;
    private final List<MetadataBatch> batches = new ArrayList<>();
    private SnapshotId start = SnapshotId.NONE;

    public MemoryMetadataLog(EventLoop loop) {
        this.loop = loop;
    }

    @Override
    public SnapshotId start() {
        return start;
    }

    @Override
    public long endOffset() {
        return batches.isEmpty() ? start.endOffset() : batches.get(batches.size() - 1).endOffset();
    }

    @Override
    public int lastEpoch() {
        return batches.isEmpty() ? start.epoch() : batches.get(batches.size() - 1).epoch();
    }

    @Override
    public void append(MetadataBatch batch) {
        Check.that(batch.baseOffset() == endOffset(), "a batch does not follow the log's end");
        Check.that(batch.epoch() >= lastEpoch(), "epochs in a log do not decrease");
        batches.add(batch);
    }

    @Override
    public void truncate(long offset) {
        Check.that(offset >= start.endOffset(), "a log is not cut before its start");
        while (endOffset() > offset) {
            batches.remove(batches.size() - 1);
        }
        Check.that(endOffset() == offset, "a log is not cut inside a batch");
    }

    @Override
    public void startAt(SnapshotId newStart) {
        Check.that(newStart.endOffset() >= start.endOffset(), "a log's start does not go back");
        Check.that(
                epochBefore(newStart.endOffset()) == newStart.epoch(),
                "a snapshot is of another log");
        batches.subList(0, indexOf(newStart.endOffset())).clear();
        start = newStart;
    }

    @Override
    public void restartAt(SnapshotId newStart) {
        batches.clear();
        start = newStart;
    }

    @Override
    public List<MetadataBatch> read(long offset, long endOffset, int batchesMax) {
        Check.that(offset >= start.endOffset(), "what is asked for was let go");
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
    public @Nullable EpochEnd endOf(int epoch) {
        for (int i = batches.size() - 1; i >= 0; i--) {
            MetadataBatch batch = batches.get(i);
            if (batch.epoch() <= epoch) {
                return new EpochEnd(batch.epoch(), batch.endOffset());
            }
        }
        return start.epoch() <= epoch ? new EpochEnd(start.epoch(), start.endOffset()) : null;
    }

    /** Minus one if no batch ends there. */
    @Override
    public int epochBefore(long offset) {
        if (offset == start.endOffset()) {
            return start.epoch();
        }
        int index = indexOf(offset) - 1;
        boolean ends = index >= 0 && batches.get(index).endOffset() == offset;
        return ends ? batches.get(index).epoch() : -1;
    }

    @Override
    public void flush(LongConsumer done) {
        long end = endOffset();
        loop.execute(() -> done.accept(end));
    }

    @Override
    public SnapshotStore snapshots() {
        return SnapshotStore.NONE;
    }
}
