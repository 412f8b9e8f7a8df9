package io.leat.log.transport;

import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Offload;
import java.util.ArrayDeque;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Blocking work on a small pool of daemon threads; a lane occupies at most one of them. */
final class PooledOffload implements Offload {

    private static final Logger LOG = LoggerFactory.getLogger(PooledOffload.class);

    private final Executor pool;

    PooledOffload(Executor pool) {
        this.pool = pool;
    }

    @Override
    public Lane lane(String name) {
        return new PooledLane(name);
    }

    private final class PooledLane implements Lane {

        private final String name;
        private final Object lock = new Object();
        private final ArrayDeque<Runnable> work = new ArrayDeque<>();
        private boolean busy;

        PooledLane(String name) {
            this.name = name;
        }

        @Override
        public <T extends @Nullable Object> void run(
                Callable<T> callable,
                EventLoop loop,
                BiConsumer<@Nullable T, @Nullable Throwable> done) {
            synchronized (lock) {
                work.add(() -> perform(callable, loop, done));
                if (busy) {
                    return;
                }
                busy = true;
            }
            dispatch();
        }

        private void dispatch() {
            try {
                pool.execute(this::next);
            } catch (RejectedExecutionException e) {
                LOG.debug("lane {} has ended: work dropped", name);
            }
        }

        /** One piece of work, then back to the end of the pool's queue: lanes share fairly. */
        private void next() {
            Runnable first;
            synchronized (lock) {
                first = work.remove();
            }
            first.run();
            synchronized (lock) {
                busy = !work.isEmpty();
                if (!busy) {
                    return;
                }
            }
            dispatch();
        }

        private <T extends @Nullable Object> void perform(
                Callable<T> callable,
                EventLoop loop,
                BiConsumer<@Nullable T, @Nullable Throwable> done) {
            try {
                T result = callable.call();
                loop.execute(() -> done.accept(result, null));
            } catch (Throwable e) {
                loop.execute(() -> done.accept(null, e));
            }
        }
    }
}
