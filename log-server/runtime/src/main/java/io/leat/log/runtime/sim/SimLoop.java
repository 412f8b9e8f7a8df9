package io.leat.log.runtime.sim;

import io.leat.log.runtime.Clock;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Timer;
import java.util.ArrayDeque;

/**
 * An event loop in virtual time: first in, first out. Mostly a task runs right behind the one
 * before it, now and then in an event of its own some seeded microseconds later, and always so if
 * the disk charged the one before: loops interleave differently per seed, faults strike between any
 * two tasks, and a task that queues itself again cannot stop time.
 */
final class SimLoop implements EventLoop {

    private static final long LONGEST_DELAY_MS = 1L << 40;

    /** One in so many tasks, and one in so many writes, waits for an event of its own. */
    private static final int PARTED_ONE_IN = 6;

    private final Life life;
    private final int index;
    private final SimEntropy entropy;
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final ArrayDeque<Runnable> atEnd = new ArrayDeque<>();
    private final Runnable turn = this::turn;
    private boolean turnQueued;
    private long busyUntilNanos;

    SimLoop(Life life, int index, SimEntropy entropy) {
        this.life = life;
        this.index = index;
        this.entropy = entropy;
    }

    Life life() {
        return life;
    }

    @Override
    public void execute(Runnable task) {
        if (life.accepts()) {
            tasks.add(task);
            queueTurn();
        }
    }

    /**
     * As {@link #execute}, for what an event of this life brings: its own task where the loop is
     * free, instead of one more event.
     */
    void bring(Runnable task) {
        if (!turnQueued && tasks.isEmpty() && busyUntilNanos <= life.simulation.nowNanos()) {
            tasks.add(task);
            turnQueued = true;
            turn();
        } else {
            execute(task);
        }
    }

    /**
     * As {@link #execute}, for what a loop does when a task is over, as writing to its connections:
     * at the end of the task that runs now.
     */
    void atEndOfTask(Runnable action) {
        if (inLoop() && life.accepts() && entropy.nextInt(PARTED_ONE_IN) > 0) {
            atEnd.add(action);
        } else {
            execute(action);
        }
    }

    @Override
    public Timer schedule(long delayMs, Runnable task) {
        if (!life.accepts()) {
            return () -> {};
        }
        long delay = Math.min(Math.max(0, delayMs), LONGEST_DELAY_MS) * 1_000_000L;
        Event[] timer = new Event[1];
        Runnable due =
                () -> {
                    if (!timer[0].cancelled()) {
                        task.run();
                    }
                };
        timer[0] = life.simulation.schedule(Event.Kind.TIMER, life, delay, () -> this.bring(due));
        return timer[0];
    }

    private void queueTurn() {
        if (!turnQueued) {
            turnQueued = true;
            long busy = Math.max(0, busyUntilNanos - life.simulation.nowNanos());
            long delay = busy + entropy.between(500, 5_000);
            life.simulation.schedule(Event.Kind.LOOP, life, delay, turn);
        }
    }

    /** {@code turnQueued} stays set while tasks run, so that their cost delays the next turn. */
    private void turn() {
        life.takeCost();
        long cost = 0;
        life.simulation.enterLoop(this);
        try {
            do {
                runNext();
                cost = life.takeCost();
            } while (cost == 0 && goesOn());
        } finally {
            life.simulation.enterLoop(null);
            busyUntilNanos = life.simulation.nowNanos() + cost + life.takeCost();
            turnQueued = false;
            if (life.alive() && !tasks.isEmpty()) {
                queueTurn();
            }
        }
    }

    private boolean goesOn() {
        return life.alive() && !tasks.isEmpty() && entropy.nextInt(PARTED_ONE_IN) > 0;
    }

    private void runNext() {
        tasks.remove().run();
        while (!atEnd.isEmpty()) {
            atEnd.remove().run();
        }
        life.simulation.turnEnded(life.node);
    }

    @Override
    public boolean inLoop() {
        return life.simulation.loop() == this;
    }

    @Override
    public Clock clock() {
        return life.ports.clock();
    }

    @Override
    public String toString() {
        return life.node.name() + "/loop-" + index;
    }
}
