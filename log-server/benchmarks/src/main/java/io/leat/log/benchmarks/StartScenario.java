package io.leat.log.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A new process on an empty folder: time to the first answer, and memory after 10 quiet seconds.
 */
final class StartScenario implements Scenario<Side> {

    private static final long QUIET_SECONDS = 10;

    private final Measure start = Measure.of("start to first answered request", "s").atMost(0.4);
    private final Measure memory = Measure.of("resident memory, idle", "MiB").atMost(0.4);
    private final Measure idle = Measure.of("CPU, idle", "ms/s");

    @Override
    public String id() {
        return "start";
    }

    @Override
    public int warmUps() {
        return 1;
    }

    @Override
    public void run(Side side, Samples samples) {
        try (ServerProcess server = side.start(null)) {
            samples.add(start, side.name(), server.secondsToServe());
            double before = server.cpuSeconds();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(QUIET_SECONDS);
            for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            samples.add(memory, side.name(), server.residentMib());
            samples.add(idle, side.name(), (server.cpuSeconds() - before) * 1e3 / QUIET_SECONDS);
        }
    }
}
