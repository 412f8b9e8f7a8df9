package io.leat.log.transport;

import io.leat.log.runtime.Clock;
import io.leat.log.runtime.Disk;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Ports;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The ports of a process in the real world, and their life: close it to end the loops and threads.
 *
 * <pre>{@code
 * try (RealPorts real = RealPorts.create("server", 2)) {
 *     Ports ports = real.ports();
 *     Disk disk = RealPorts.disk(Path.of("data"));
 * }
 * }</pre>
 */
public final class RealPorts implements AutoCloseable {

    private static final int OFFLOAD_THREADS = 4;

    private final LoopGroup group;
    private final ThreadPoolExecutor pool;
    private final Ports ports;

    private RealPorts(String name, int loopCount, LoopGroup group) {
        this.group = group;
        this.pool = pool(name);
        Clock clock = new SystemClock();
        List<EventLoop> loops = new ArrayList<>();
        for (int i = 0; i < loopCount; i++) {
            loops.add(new NettyLoop(group.loops().next(), clock, name + "-loop-" + i));
        }
        this.ports =
                new Ports(
                        clock,
                        new SystemEntropy(),
                        new NettyNetwork(group, pool),
                        loops,
                        new PooledOffload(pool),
                        new JdkThreads(),
                        new WebDocuments(pool));
    }

    /**
     * Ports on {@code loopCount} event loops of their own, whose threads are called {@code name}.
     */
    public static RealPorts create(String name, int loopCount) {
        pinAllocator();
        return new RealPorts(name, loopCount, LoopGroup.own(name, loopCount));
    }

    /** As {@link #create}, on NIO also where there is epoll. */
    static RealPorts nio(String name, int loopCount) {
        pinAllocator();
        return new RealPorts(name, loopCount, LoopGroup.nio(name, loopCount));
    }

    /** Ports on {@code loopCount} event loops of {@code vertx}, which stays open on close. */
    public static RealPorts on(Vertx vertx, String name, int loopCount) {
        return new RealPorts(name, loopCount, LoopGroup.of(vertx));
    }

    /** The disk whose root is {@code root}, which is created when it is missing. */
    public static Disk disk(Path root) {
        return new FileDisk(root);
    }

    public Ports ports() {
        return ports;
    }

    /** Processor time each event loop has taken, by its number; zeros where the JVM cannot tell. */
    public List<Long> loopCpuNanos() {
        return ports.loops().stream().map(loop -> NettyLoop.of(loop).cpuNanos()).toList();
    }

    /** Closes all connections and ends the loops, unless they are Vert.x's, and the threads. */
    @Override
    public void close() {
        group.close();
        pool.shutdown();
    }

    /**
     * Netty's adaptive allocator can exhaust direct memory on small machines (netty#17107). The
     * property counts only before Netty's first class is loaded; a user's own choice is kept.
     */
    private static void pinAllocator() {
        if (System.getProperty("io.netty.allocator.type") == null) {
            System.setProperty("io.netty.allocator.type", "pooled");
        }
    }

    private static ThreadPoolExecutor pool(String name) {
        AtomicInteger count = new AtomicInteger();
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(
                        OFFLOAD_THREADS,
                        OFFLOAD_THREADS,
                        10,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        work -> {
                            Thread thread =
                                    new Thread(work, name + "-work-" + count.incrementAndGet());
                            thread.setDaemon(true);
                            return thread;
                        });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
