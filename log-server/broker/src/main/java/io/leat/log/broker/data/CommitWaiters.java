package io.leat.log.broker.data;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Timer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for offsets of a partition to be committed, and how long. Owned by the partition's
 * loop.
 *
 * <p>One timer serves all of them: it is set to the earliest deadline it knew of, and stays set
 * when that one is answered in time, so that an append in a busy partition touches no timer.
 */
final class CommitWaiters {

    private static final long NANOS_PER_MS = 1_000_000;
    private static final long NEVER = Long.MAX_VALUE;

    private record Waiter(long offset, long deadline, Consumer<ErrorCode> done) {}

    private final EventLoop loop;
    private final ArrayDeque<Waiter> waiting = new ArrayDeque<>();
    private @Nullable Timer timer;
    private long timerAt = NEVER;

    CommitWaiters(EventLoop loop) {
        this.loop = loop;
    }

    /** Calls {@code done} once {@code offset} is committed, or the waiting fails. */
    void add(long offset, Consumer<ErrorCode> done) {
        waiting.add(new Waiter(offset, NEVER, done));
    }

    /** As {@link #add(long, Consumer)}, but with REQUEST_TIMED_OUT after {@code timeoutMs}. */
    void add(long offset, int timeoutMs, Consumer<ErrorCode> done) {
        long deadline = loop.clock().nanos() + Math.max(0, timeoutMs) * NANOS_PER_MS;
        waiting.add(new Waiter(offset, deadline, done));
        if (deadline < timerAt) {
            setTimer(deadline);
        }
    }

    private void setTimer(long deadline) {
        stopTimer();
        if (deadline == NEVER) {
            return;
        }
        long left = Math.max(0, deadline - loop.clock().nanos());
        timerAt = deadline;
        timer = loop.schedule((left + NANOS_PER_MS - 1) / NANOS_PER_MS, this::expire);
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
        }
        timer = null;
        timerAt = NEVER;
    }

    private void expire() {
        long now = loop.clock().nanos();
        long next = NEVER;
        List<Waiter> late = new ArrayList<>();
        for (Iterator<Waiter> each = waiting.iterator(); each.hasNext(); ) {
            Waiter waiter = each.next();
            if (waiter.deadline <= now) {
                late.add(waiter);
                each.remove();
            } else {
                next = Math.min(next, waiter.deadline);
            }
        }
        setTimer(next);
        late.forEach(waiter -> waiter.done.accept(ErrorCode.REQUEST_TIMED_OUT));
    }

    /** Everything below {@code highWatermark} is committed. */
    void committed(long highWatermark) {
        while (!waiting.isEmpty() && waiting.peek().offset < highWatermark) {
            waiting.remove().done.accept(ErrorCode.NONE);
        }
    }

    /** Nobody waits any longer. */
    void fail(ErrorCode error) {
        stopTimer();
        List<Waiter> left = List.copyOf(waiting);
        waiting.clear();
        left.forEach(waiter -> waiter.done.accept(error));
    }
}
