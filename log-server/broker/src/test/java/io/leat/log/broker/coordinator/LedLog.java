package io.leat.log.broker.coordinator;

import io.leat.log.coordinator.CoordinatorBatch;
import io.leat.log.coordinator.CoordinatorLog;
import io.leat.log.coordinator.ProducerIdentity;
import io.leat.log.coordinator.TransactionGuard;
import io.leat.log.coordinator.TransactionMarker;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.runtime.EventLoop;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A partition led since a moment ago, which commits at once what is appended and keeps nothing. */
record LedLog(String name, EventLoop loop, long[] end) implements CoordinatorLog {

    LedLog(String name, EventLoop loop) {
        this(name, loop, new long[1]);
    }

    @Override
    public int leaderEpoch() {
        return 0;
    }

    @Override
    public long startOffset() {
        return 0;
    }

    @Override
    public long endOffset() {
        return end[0];
    }

    @Override
    public long highWatermark() {
        return end[0];
    }

    @Override
    public long append(CoordinatorBatch batch) {
        end[0] += batch.records().size();
        return end[0] - 1;
    }

    @Override
    public long appendMarker(TransactionMarker marker) {
        return end[0]++;
    }

    @Override
    public void read(long offset, int maxBytes, ReadCallback callback) {
        throw new AssertionError("there is nothing to read");
    }

    @Override
    public void onHighWatermark(LongConsumer listener) {}

    @Override
    public void verify(
            String transactionalId,
            ProducerIdentity producer,
            boolean addPartition,
            BiConsumer<ErrorCode, @Nullable TransactionGuard> verified) {
        verified.accept(ErrorCode.NONE, null);
    }
}
