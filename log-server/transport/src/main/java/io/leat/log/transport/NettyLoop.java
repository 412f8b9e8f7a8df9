package io.leat.log.transport;

import io.leat.log.runtime.Clock;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Timer;
import io.netty.util.concurrent.ScheduledFuture;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An event loop of Netty (or of Vert.x, which is the same) as the port. */
final class NettyLoop implements EventLoop {

    private static final Logger LOG = LoggerFactory.getLogger(NettyLoop.class);

    private final io.netty.channel.EventLoop loop;
    private final Clock clock;
    private final String name;

    NettyLoop(io.netty.channel.EventLoop loop, Clock clock, String name) {
        this.loop = loop;
        this.clock = clock;
        this.name = name;
    }

    io.netty.channel.EventLoop netty() {
        return loop;
    }

    /** Processor time its thread has taken; 0 where the JVM cannot tell. */
    long cpuNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        boolean told =
                loop instanceof SingleThreadEventExecutor
                        && threads.isThreadCpuTimeSupported()
                        && threads.isThreadCpuTimeEnabled();
        return told
                ? Math.max(
                        0,
                        threads.getThreadCpuTime(
                                ((SingleThreadEventExecutor) loop).threadProperties().id()))
                : 0;
    }

    static NettyLoop of(EventLoop loop) {
        if (loop instanceof NettyLoop real) {
            return real;
        }
        throw new IllegalArgumentException(loop + " is not a loop of these ports");
    }

    @Override
    public void execute(Runnable task) {
        try {
            loop.execute(() -> guarded(task));
        } catch (RejectedExecutionException e) {
            LOG.debug("{} has ended: task dropped", name);
        }
    }

    @Override
    public Timer schedule(long delayMs, Runnable task) {
        try {
            ScheduledFuture<?> future =
                    loop.schedule(() -> guarded(task), Math.max(0, delayMs), TimeUnit.MILLISECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException e) {
            LOG.debug("{} has ended: timer dropped", name);
            return () -> {};
        }
    }

    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.error("a task failed on {}", name, e);
        }
    }

    @Override
    public boolean inLoop() {
        return loop.inEventLoop();
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public String toString() {
        return name;
    }
}
