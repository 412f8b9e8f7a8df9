package io.leat.log.coordinator;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Timer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The replicated state machine on one partition of an internal topic: decide, append, apply. Owned
 * by the loop of the partition's log; every method is called there.
 *
 * <p>A request is decided on the state as it is after the last append, whether or not that is
 * committed, and its answer leaves when it is. So the state only ever runs forward; should the
 * uncommitted end of the log be lost, then so is the leadership, and with it this object.
 *
 * @param <S> the state
 * @param <R> its records
 */
public final class CoordinatorPartition<S extends CoordinatorShard<R>, R> {

    private static final Logger log = LoggerFactory.getLogger(CoordinatorPartition.class);

    /** About this much of the log is applied before the loop serves others. */
    private static final int SLICE_BYTES = 256 * 1024;

    private static final long RELOAD_PAUSE_MS = 1_000;

    private final CoordinatorLog target;
    private final EventLoop loop;
    private final RecordCodec<R> codec;
    private final Function<Timers<R>, S> factory;
    private final CommitQueue queue = new CommitQueue();
    private final Set<ShardTimer> timers = new LinkedHashSet<>();

    private CoordinatorState state = CoordinatorState.LOADING;
    private S shard;
    private boolean appending;

    /** Grows with each load, so that what belongs to an earlier one is recognised. */
    private int life;

    /**
     * @param factory makes an empty state; called for each load
     */
    public CoordinatorPartition(
            CoordinatorLog target, RecordCodec<R> codec, Function<Timers<R>, S> factory) {
        this.target = target;
        this.loop = target.loop();
        this.codec = codec;
        this.factory = factory;
        this.shard = factory.apply(this::schedule);
    }

    /** Begins to load: called once, when this broker has become the leader. */
    public void start() {
        loop.checkInLoop();
        target.onHighWatermark(this::committed);
        load();
    }

    /** The leadership ended, or the broker stops: every request gets error 16 from now on. */
    public void close() {
        loop.checkInLoop();
        if (state != CoordinatorState.CLOSED) {
            end(CoordinatorState.CLOSED);
            log.debug("Coordinator closed partition={}", target.name());
        }
    }

    /** The log failed for good: every request gets error 15 from now on. */
    public void logFailed() {
        loop.checkInLoop();
        if (state != CoordinatorState.CLOSED) {
            end(CoordinatorState.OFFLINE);
            log.error("Coordinator offline partition={}: its disk failed", target.name());
        }
    }

    /** The error requests get in this state: {@link ErrorCode#NONE} if they are served. */
    public ErrorCode error() {
        return state.error();
    }

    public CoordinatorLog log() {
        return target;
    }

    /** Decides a request. {@code promise} is refused if there is nobody to decide it. */
    public void decide(Promise<?> promise, BiFunction<S, Moment, Decision<R>> request) {
        loop.checkInLoop();
        if (state != CoordinatorState.ACTIVE) {
            promise.refuse(state.error());
            return;
        }
        Decision<R> decision;
        try {
            decision = request.apply(shard, Moment.of(loop.clock()));
            carryOut(decision);
        } catch (RuntimeException e) {
            failed("a request could not be decided", e);
            if (!promise.isDone()) {
                promise.refuse(ErrorCode.UNKNOWN_SERVER_ERROR);
            }
        }
    }

    /**
     * Writes the end of a transaction into the log and applies it. The promise resolves once the
     * marker is committed.
     */
    public void endTransaction(TransactionMarker marker, Promise<ErrorCode> promise) {
        loop.checkInLoop();
        if (state != CoordinatorState.ACTIVE) {
            promise.refuse(state.error());
            return;
        }
        long offset;
        try {
            offset = guarded(() -> target.appendMarker(marker));
        } catch (CoordinatorLogException e) {
            promise.refuse(e.error());
            return;
        }
        try {
            shard.applyMarker(offset, marker.producer(), marker.commit());
        } catch (RuntimeException e) {
            failed("a marker could not be applied", e);
        }
        queue.add(offset, Decision.answer(promise, ErrorCode.NONE));
        queue.release(target.highWatermark());
    }

    private void carryOut(Decision<R> decision) {
        long last = target.endOffset() - 1;
        if (!decision.records().isEmpty()) {
            try {
                last = append(decision);
            } catch (CoordinatorLogException e) {
                refused(decision, e);
                return;
            }
            long offset = last - decision.records().size() + 1;
            for (R record : decision.records()) {
                shard.apply(offset++, decision.producer(), record);
            }
        }
        queue.add(last, decision);
        queue.release(target.highWatermark());
    }

    private long append(Decision<R> decision) {
        CoordinatorBatch batch =
                new CoordinatorBatch(
                        decision.records().stream().map(codec::encode).toList(),
                        loop.clock().epochMillis(),
                        decision.producer(),
                        decision.guard());
        return guarded(() -> target.append(batch));
    }

    /** Appends; the high watermark that may move meanwhile is looked at only after the apply. */
    private long guarded(LongSupplier append) {
        appending = true;
        try {
            return append.getAsLong();
        } finally {
            appending = false;
        }
    }

    /** Nothing was appended, so nothing was applied: the state is what it was. */
    private void refused(Decision<R> decision, CoordinatorLogException e) {
        log.warn("Append refused partition={} error={}", target.name(), e.error());
        ErrorCode error = AppendErrors.forClient(e.error());
        decision.outcomes().forEach(outcome -> outcome.promise().refuse(error));
        if (error == ErrorCode.NOT_COORDINATOR) {
            close();
        }
    }

    private void committed(long highWatermark) {
        loop.checkInLoop();
        if (!appending && state == CoordinatorState.ACTIVE) {
            queue.release(highWatermark);
        }
    }

    private void load() {
        life++;
        state = CoordinatorState.LOADING;
        shard = factory.apply(this::schedule);
        log.debug("Coordinator loads partition={} epoch={}", target.name(), target.leaderEpoch());
        loadFrom(target.startOffset(), life);
    }

    private void loadFrom(long offset, int of) {
        if (of != life || state != CoordinatorState.LOADING) {
            return;
        }
        if (offset >= target.endOffset()) {
            state = CoordinatorState.ACTIVE;
            log.debug("Coordinator serves partition={} offset={}", target.name(), offset);
            try {
                shard.loaded(Moment.of(loop.clock()));
            } catch (RuntimeException e) {
                failed("what was loaded makes no sense", e);
            }
            return;
        }
        target.read(offset, SLICE_BYTES, new Loading(of));
    }

    /** Applies one slice, then lets others have the loop before it asks for the next. */
    private final class Loading implements CoordinatorLog.ReadCallback {
        private final int of;

        Loading(int of) {
            this.of = of;
        }

        @Override
        public void read(LogSlice slice) {
            if (of != life || state != CoordinatorState.LOADING) {
                return;
            }
            try {
                slice.batches().forEach(CoordinatorPartition.this::replay);
            } catch (RuntimeException e) {
                CoordinatorPartition.this.failed("a record could not be applied", e);
                return;
            }
            loop.execute(() -> loadFrom(slice.nextOffset(), of));
        }

        @Override
        public void failed(ErrorCode error) {
            if (of == life && state == CoordinatorState.LOADING) {
                CoordinatorPartition.this.failed("the log could not be read: " + error, null);
            }
        }
    }

    private void replay(LogSlice.Batch batch) {
        ProducerIdentity producer = batch.producer();
        if (batch.end() != null && producer != null) {
            shard.applyMarker(batch.baseOffset(), producer, batch.end() == LogSlice.End.COMMIT);
        }
        for (LogSlice.Entry entry : batch.records()) {
            R record = codec.decode(entry.record());
            if (record != null) {
                shard.apply(entry.offset(), producer, record);
            }
        }
    }

    /** Forgets the state, which may be wrong now, and takes it anew from the log. */
    private void failed(String what, @Nullable RuntimeException cause) {
        if (state == CoordinatorState.CLOSED || state == CoordinatorState.OFFLINE) {
            return;
        }
        log.error("Coordinator failed partition={}: {}", target.name(), what, cause);
        end(CoordinatorState.FAILED);
        int of = life;
        loop.schedule(
                RELOAD_PAUSE_MS,
                () -> {
                    if (of == life && state == CoordinatorState.FAILED) {
                        load();
                    }
                });
    }

    private void end(CoordinatorState next) {
        life++;
        state = next;
        List.copyOf(timers).forEach(Timer::cancel);
        queue.refuseAll(next.error());
        shard.unloaded(next.error());
    }

    private Timer schedule(long delayMs, Function<Moment, Decision<R>> decide) {
        ShardTimer timer = new ShardTimer(decide);
        timers.add(timer);
        timer.arm(delayMs);
        return timer;
    }

    private final class ShardTimer implements Timer {
        private final Function<Moment, Decision<R>> decide;
        private @Nullable Timer timer;

        ShardTimer(Function<Moment, Decision<R>> decide) {
            this.decide = decide;
        }

        void arm(long delayMs) {
            timer = loop.schedule(delayMs, this::run);
        }

        private void run() {
            if (timers.remove(this)) {
                CoordinatorPartition.this.decide(
                        Promise.ignored(), (ignored, now) -> decide.apply(now));
            }
        }

        @Override
        public void cancel() {
            timers.remove(this);
            if (timer != null) {
                timer.cancel();
            }
        }
    }
}
