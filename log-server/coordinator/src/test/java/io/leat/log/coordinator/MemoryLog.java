package io.leat.log.coordinator;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.runtime.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A log of one coordinator partition in memory, whose high watermark a test may hold back. */
public final class MemoryLog implements CoordinatorLog {

    private final EventLoop loop;
    private final List<LogSlice.Batch> batches = new ArrayList<>();
    private final List<TransactionMarker> markers = new ArrayList<>();
    private LongConsumer listener = hw -> {};
    private long endOffset;
    private long highWatermark;
    private boolean replicates = true;
    private int epoch;
    private @Nullable ErrorCode refusal;
    private @Nullable ErrorCode unreadable;

    public MemoryLog(EventLoop loop) {
        this.loop = loop;
    }

    @Override
    public String name() {
        return "__test-0";
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public int leaderEpoch() {
        return epoch;
    }

    @Override
    public long startOffset() {
        return 0;
    }

    @Override
    public long endOffset() {
        return endOffset;
    }

    @Override
    public long highWatermark() {
        return highWatermark;
    }

    @Override
    public long append(CoordinatorBatch batch) {
        refuse();
        List<LogSlice.Entry> entries = new ArrayList<>();
        long base = endOffset;
        for (RawRecord record : batch.records()) {
            entries.add(new LogSlice.Entry(endOffset++, record));
        }
        batches.add(LogSlice.Batch.of(base, batch.producer(), entries));
        moveHighWatermark();
        return endOffset - 1;
    }

    @Override
    public long appendMarker(TransactionMarker marker) {
        refuse();
        batches.add(LogSlice.Batch.marker(endOffset, marker.producer(), marker.commit()));
        markers.add(marker);
        endOffset++;
        moveHighWatermark();
        return endOffset - 1;
    }

    private void refuse() {
        if (refusal != null) {
            throw new CoordinatorLogException(refusal, "refused by the test");
        }
    }

    private void moveHighWatermark() {
        if (replicates) {
            highWatermark = endOffset;
            listener.accept(highWatermark);
        }
    }

    @Override
    public void read(long offset, int maxBytes, ReadCallback callback) {
        loop.execute(
                () -> {
                    if (unreadable != null) {
                        callback.failed(unreadable);
                        return;
                    }
                    // One batch at a time, so that loading takes many turns.
                    int i = 0;
                    while (batches.get(i).baseOffset() < offset) {
                        i++;
                    }
                    LogSlice.Batch batch = batches.get(i);
                    long next = batch.baseOffset() + Math.max(1, batch.records().size());
                    callback.read(new LogSlice(List.of(batch), next));
                });
    }

    @Override
    public void onHighWatermark(LongConsumer listener) {
        this.listener = listener;
    }

    @Override
    public void verify(
            String transactionalId,
            ProducerIdentity producer,
            boolean addPartition,
            BiConsumer<ErrorCode, @Nullable TransactionGuard> verified) {
        verified.accept(ErrorCode.NONE, null);
    }

    /** Whether what is appended is committed at once; catches up when it is again. */
    public void replicates(boolean replicates) {
        this.replicates = replicates;
        moveHighWatermark();
    }

    /** Refuses appends with {@code error} from now on, or accepts them if it is null. */
    public void refuses(@Nullable ErrorCode error) {
        this.refusal = error;
    }

    public void unreadable(@Nullable ErrorCode error) {
        this.unreadable = error;
    }

    /** Another broker leads from now on: it has what was committed, and maybe the rest. */
    public void fail(boolean keepsUncommitted) {
        if (!keepsUncommitted) {
            batches.removeIf(batch -> batch.baseOffset() >= highWatermark);
            endOffset = highWatermark;
        }
        highWatermark = endOffset;
        listener = hw -> {};
        replicates = true;
        epoch++;
    }

    /** As {@link #fail}, but the new leader has yet to find out that anything is committed. */
    public void failUnaware() {
        fail(true);
        highWatermark = 0;
        replicates = false;
    }

    /** Everything below {@code offset} is committed. */
    public void commits(long offset) {
        highWatermark = offset;
        listener.accept(offset);
    }

    public List<LogSlice.Batch> batches() {
        return batches;
    }

    public List<TransactionMarker> markers() {
        return markers;
    }
}
