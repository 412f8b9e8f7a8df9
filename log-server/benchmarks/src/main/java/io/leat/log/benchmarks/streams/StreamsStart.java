package io.leat.log.benchmarks.streams;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * main() of the child process: an application that is started, says how long that took and what was
 * restored, says once more when it has seen so many records, and ends with its standard input.
 *
 * <p>Arguments: leat or apache; bootstrap, records, program, guarantee, folder for stores,
 * application id, and group instance id, which is empty for none. Output: {@code key=value} lines,
 * each time with an empty line behind.
 */
public final class StreamsStart {

    private static final com.sun.management.OperatingSystemMXBean SYSTEM =
            (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private StreamsStart() {}

    public static void main(String[] arguments) throws InterruptedException {
        Logger.getLogger("").setLevel(Level.SEVERE);
        long records = Long.parseLong(arguments[2]);
        Properties settings =
                StreamsRun.settings(
                        arguments[1], arguments[6], arguments[4], Path.of(arguments[5]));
        if (!arguments[4].startsWith("exactly_once")) { // whose default it is
            settings.put("commit.interval.ms", 100);
        }
        if (!arguments[7].isEmpty()) {
            settings.put("group.instance.id", arguments[7]);
        }
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
        CountDownLatch ended = untilInputEnds();
        while (seen.sum() < records && !ended.await(1, TimeUnit.MILLISECONDS)) {
            // It sees more.
        }
        say("seen.records", seen.sum());
        System.out.println();
        ended.await();
        application.close();
        System.exit(0);
    }

    private static CountDownLatch untilInputEnds() {
        CountDownLatch ended = new CountDownLatch(1);
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                System.in.transferTo(OutputStream.nullOutputStream());
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            } finally {
                                ended.countDown();
                            }
                        },
                        "end-of-input");
        thread.setDaemon(true);
        thread.start();
        return ended;
    }

    private static void say(String key, double value) {
        System.out.println(key + "=" + value);
    }
}
