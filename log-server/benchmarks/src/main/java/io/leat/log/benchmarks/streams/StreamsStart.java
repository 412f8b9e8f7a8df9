package io.leat.log.benchmarks.streams;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * main() of the child process: an application that is started, says how long that took and what was
 * restored, says once more when it has seen so many records, and ends with its standard input.
 *
 * <p>Arguments: leat or apache; bootstrap, records, program, guarantee, folder for stores,
 * application id. Output: {@code key=value} lines, each time with an empty line behind.
 */
public final class StreamsStart {

    private static final com.sun.management.OperatingSystemMXBean SYSTEM =
            (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private StreamsStart() {}

    public static void main(String[] arguments) throws IOException {
        Logger.getLogger("").setLevel(Level.SEVERE);
        long records = Long.parseLong(arguments[2]);
        Properties settings =
                StreamsRun.settings(
                        arguments[1], arguments[6], arguments[4], Path.of(arguments[5]));
        settings.put("commit.interval.ms", 100);
        LongAdder seen = new LongAdder();
        long cpu = SYSTEM.getProcessCpuTime();
        long start = System.nanoTime();
        Engine.Application application =
                Engine.of(arguments[0]).start(arguments[3], settings, seen);
        while (!application.running()) {
            LockSupport.parkNanos(1_000_000);
        }
        say("running.seconds", (System.nanoTime() - start) / 1e9);
        say("cpu.seconds", (SYSTEM.getProcessCpuTime() - cpu) / 1e9);
        say("restored.records", application.restored().records());
        say("restored.seconds", application.restored().seconds());
        System.out.println();
        while (seen.sum() < records && System.in.available() == 0) {
            LockSupport.parkNanos(1_000_000);
        }
        say("seen.records", seen.sum());
        System.out.println();
        while (System.in.read() >= 0) {
            // Until the harness closes it.
        }
        application.close();
        System.exit(0);
    }

    private static void say(String key, double value) {
        System.out.println(key + "=" + value);
    }
}
