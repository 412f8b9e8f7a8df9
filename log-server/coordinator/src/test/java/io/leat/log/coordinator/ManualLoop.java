package io.leat.log.coordinator;

import io.leat.log.runtime.Clock;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Timer;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;

/** A loop in virtual time that a test moves on by hand. */
public final class ManualLoop implements EventLoop, Clock {

    private static final long EPOCH_MS = 1_700_000_000_000L;

    private record Scheduled(long atMs, long order, Runnable task, boolean[] cancelled) {}

    private final Deque<Runnable> queue = new ArrayDeque<>();
    private final PriorityQueue<Scheduled> scheduled =
            new PriorityQueue<>(
                    Comparator.comparingLong(Scheduled::atMs).thenComparing(Scheduled::order));
    private long nowMs;
    private long order;

    @Override
    public void execute(Runnable task) {
        queue.add(task);
    }

    @Override
    public Timer schedule(long delayMs, Runnable task) {
        boolean[] cancelled = {false};
        scheduled.add(new Scheduled(nowMs + Math.max(0, delayMs), order++, task, cancelled));
        return () -> cancelled[0] = true;
    }

    @Override
    public boolean inLoop() {
        return true;
    }

    @Override
    public Clock clock() {
        return this;
    }

    @Override
    public long nanos() {
        return nowMs * 1_000_000;
    }

    @Override
    public long epochMillis() {
        return EPOCH_MS + nowMs;
    }

    /** Runs what is due now. */
    public void run() {
        advance(0);
    }

    /** Runs everything that is due within the next {@code ms}, in its order. */
    public void advance(long ms) {
        long end = nowMs + ms;
        drain();
        while (!scheduled.isEmpty() && scheduled.peek().atMs <= end) {
            Scheduled next = scheduled.remove();
            nowMs = Math.max(nowMs, next.atMs);
            if (!next.cancelled[0]) {
                next.task.run();
            }
            drain();
        }
        nowMs = end;
    }

    private void drain() {
        Runnable next = queue.poll();
        while (next != null) {
            next.run();
            next = queue.poll();
        }
    }
}
