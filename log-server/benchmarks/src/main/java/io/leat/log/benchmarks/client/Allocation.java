package io.leat.log.benchmarks.client;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Bytes allocated by all threads since it was made. A client's threads end with it, so they are
 * polled by a daemon thread and the last reading of each counts.
 */
public final class Allocation {

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Map<Long, Long> before = readings();
    private final Map<Long, Long> latest = new HashMap<>(before);

    public Allocation() {
        Thread poller = new Thread(this::poll, "allocation-poller");
        poller.setDaemon(true);
        poller.start();
    }

    private void poll() {
        while (!Thread.currentThread().isInterrupted()) {
            read();
            LockSupport.parkNanos(20_000_000);
        }
    }

    private synchronized void read() {
        latest.putAll(readings());
    }

    /** Bytes so far. */
    public synchronized long bytes() {
        read();
        return latest.entrySet().stream()
                .mapToLong(e -> e.getValue() - before.getOrDefault(e.getKey(), 0L))
                .sum();
    }

    private static Map<Long, Long> readings() {
        long[] ids = THREADS.getAllThreadIds();
        long[] bytes = THREADS.getThreadAllocatedBytes(ids);
        Map<Long, Long> readings = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            if (bytes[i] >= 0) {
                readings.put(ids[i], bytes[i]);
            }
        }
        return readings;
    }
}
