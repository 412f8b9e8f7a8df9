package io.leat.log.broker.controller;

import io.leat.log.runtime.Clock;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Timer;
import java.util.PriorityQueue;

/** A loop with a clock of its own, both moved by a test. */
final class TimedLoop implements EventLoop, Clock {

    private record Task(long atMs, long order, Runnable action) implements Comparable<Task> {
        @Override
        public int compareTo(Task other) {
            int byTime = Long.compare(atMs, other.atMs);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Task> tasks = new PriorityQueue<>();
    private long nowMs = 1_000;
    private long orders;

    @Override
    public void execute(Runnable task) {
        tasks.add(new Task(nowMs, ++orders, task));
    }

    @Override
    public Timer schedule(long delayMs, Runnable action) {
        Task task = new Task(nowMs + Math.max(0, delayMs), ++orders, action);
        tasks.add(task);
        return () -> tasks.remove(task);
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
        return nowMs;
    }

    /** Lets time pass, with all that happens meanwhile. */
    void pass(long ms) {
        long endMs = nowMs + ms;
        while (!tasks.isEmpty() && tasks.peek().atMs() <= endMs) {
            Task task = tasks.remove();
            nowMs = Math.max(nowMs, task.atMs());
            task.action().run();
        }
        nowMs = endMs;
    }
}
