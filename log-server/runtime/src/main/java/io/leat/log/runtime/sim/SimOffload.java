package io.leat.log.runtime.sim;

import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Offload;
import java.util.ArrayDeque;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Blocking work in virtual time. The work of a lane happens at one moment; its completion comes
 * later, by what the disk charged, and is lost when the node crashes in between.
 */
final class SimOffload implements Offload {

    private final Life life;
    private final SimEntropy entropy;

    SimOffload(Life life, SimEntropy entropy) {
        this.life = life;
        this.entropy = entropy;
    }

    @Override
    public Lane lane(String name) {
        return new SimLane();
    }

    private final class SimLane implements Lane {

        private final ArrayDeque<Runnable> work = new ArrayDeque<>();
        private boolean busy;

        @Override
        public <T extends @Nullable Object> void run(
                Callable<T> callable,
                EventLoop loop,
                BiConsumer<@Nullable T, @Nullable Throwable> done) {
            if (life.accepts()) {
                work.add(() -> perform(callable, loop, done));
                next();
            }
        }

        private void next() {
            if (!busy && !work.isEmpty()) {
                busy = true;
                long delay = entropy.between(5_000, 60_000);
                life.simulation.schedule(
                        Event.Kind.OFFLOAD, life, delay, () -> work.remove().run());
            }
        }

        private <T extends @Nullable Object> void perform(
                Callable<T> callable,
                EventLoop loop,
                BiConsumer<@Nullable T, @Nullable Throwable> done) {
            life.takeCost();
            Runnable completion = outcome(callable, done);
            long delay = life.takeCost() + entropy.between(5_000, 60_000);
            life.simulation.schedule(
                    Event.Kind.OFFLOAD,
                    life,
                    delay,
                    () -> {
                        busy = false;
                        next();
                        bring(loop, completion);
                    });
        }

        private static void bring(EventLoop loop, Runnable completion) {
            if (loop instanceof SimLoop simulated) {
                simulated.bring(completion);
            } else {
                loop.execute(completion);
            }
        }

        private <T extends @Nullable Object> Runnable outcome(
                Callable<T> callable, BiConsumer<@Nullable T, @Nullable Throwable> done) {
            try {
                T result = callable.call();
                return () -> done.accept(result, null);
            } catch (NodeCrashedError e) {
                throw e;
            } catch (Throwable e) {
                return () -> done.accept(null, e);
            }
        }
    }
}
