package io.leat.log.runtime.sim;

import io.leat.log.runtime.Check;
import io.leat.log.runtime.Threads;
import java.util.ArrayDeque;

/**
 * Blocking code under simulation: real threads with a {@link Baton}. A wait by the test script
 * itself (for instance {@code consumer.poll} in a test method) runs the simulation meanwhile.
 */
final class SimThreads implements Threads {

    private final Life life;
    private final SimEntropy entropy;

    SimThreads(Life life, SimEntropy entropy) {
        this.life = life;
        this.entropy = entropy;
    }

    @Override
    public Task start(String name, Runnable body) {
        SimTask task = new SimTask(life, name, body);
        if (life.accepts()) {
            life.tasks.add(task);
            task.launch(jitterNanos());
        }
        return task;
    }

    @Override
    public Signal signal() {
        return new SimSignal();
    }

    @Override
    public void sleep(long ms) throws InterruptedException {
        SimTask task = life.simulation.baton().holder();
        if (task == null) {
            checkNotInLoop();
            life.simulation.runFor(ms);
        } else {
            task.park(new ArrayDeque<>(), ms, jitterNanos());
        }
    }

    private long jitterNanos() {
        return entropy.between(1_000, 30_000);
    }

    private void checkNotInLoop() {
        Check.that(life.simulation.running() == null, "blocking on an event loop");
    }

    private final class SimSignal implements Signal {

        private final ArrayDeque<SimTask> waiters = new ArrayDeque<>();
        private boolean raised;

        @Override
        public void raise() {
            if (life.accepts() && !SimTask.wakeOne(life, waiters, jitterNanos())) {
                raised = true;
            }
        }

        /** A wait of zero still lets time pass, or polling loops would stop it. */
        @Override
        public boolean await(long timeoutMs) throws InterruptedException {
            SimTask task = life.simulation.baton().holder();
            if (task != null) {
                task.checkAlive();
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (!raised) {
                if (task != null) {
                    return task.park(waiters, timeoutMs, jitterNanos());
                }
                checkNotInLoop();
                life.simulation.runUntil(() -> raised, Math.max(1, timeoutMs));
            }
            boolean was = raised;
            raised = false;
            return was;
        }
    }
}
