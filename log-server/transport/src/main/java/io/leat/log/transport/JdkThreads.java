package io.leat.log.transport;

import io.leat.log.runtime.Threads;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Daemon threads of the JVM. */
final class JdkThreads implements Threads {

    private static final Logger LOG = LoggerFactory.getLogger(JdkThreads.class);

    @Override
    public Task start(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler(
                (failed, e) -> LOG.error("thread {} failed", failed.getName(), e));
        thread.start();
        return new JdkTask(thread);
    }

    @Override
    public Signal signal() {
        return new JdkSignal();
    }

    @Override
    public void sleep(long ms) throws InterruptedException {
        Thread.sleep(Math.max(0, ms));
    }

    private record JdkTask(Thread thread) implements Task {

        /** {@link Thread#join} takes zero for ever; here it means not to wait. */
        @Override
        public boolean join(long timeoutMs) throws InterruptedException {
            if (timeoutMs > 0) {
                thread.join(timeoutMs);
            }
            return !thread.isAlive();
        }

        @Override
        public void interrupt() {
            thread.interrupt();
        }

        @Override
        public boolean isAlive() {
            return thread.isAlive();
        }

        @Override
        public String name() {
            return thread.getName();
        }
    }

    private static final class JdkSignal implements Signal {

        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();
        private boolean raised;

        @Override
        public void raise() {
            lock.lock();
            try {
                raised = true;
                changed.signal();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public boolean await(long timeoutMs) throws InterruptedException {
            lock.lockInterruptibly();
            try {
                long left = TimeUnit.MILLISECONDS.toNanos(timeoutMs);
                while (!raised && left > 0) {
                    left = changed.awaitNanos(left);
                }
                boolean was = raised;
                raised = false;
                return was;
            } finally {
                lock.unlock();
            }
        }
    }
}
