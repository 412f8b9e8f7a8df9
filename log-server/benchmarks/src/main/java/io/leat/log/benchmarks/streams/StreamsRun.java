package io.leat.log.benchmarks.streams;

import io.leat.log.benchmarks.ProcessStat;
import io.leat.log.benchmarks.client.Allocation;
import io.leat.log.benchmarks.streams.nexmark.Nexmark;
import io.leat.log.benchmarks.streams.nexmark.NexmarkCheck;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * main() of the child process: an application drains the input once to warm up and once to be
 * measured, from its start to the end of its last commit.
 *
 * <p>Arguments: leat, apache, load or load-nexmark; bootstrap, records; then program, guarantee and
 * a folder for stores. Output: {@code key=value} lines.
 */
public final class StreamsRun {

    private static final long LIMIT_NANOS = 600_000_000_000L;

    private static final com.sun.management.OperatingSystemMXBean SYSTEM =
            (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Engine engine;
    private final String bootstrap;
    private final long written;

    /** Those of them that have to be seen. */
    private final long records;

    private final String program;
    private final String guarantee;
    private final Path folder;

    private StreamsRun(String[] arguments) {
        engine = Engine.of(arguments[0]);
        bootstrap = arguments[1];
        program = arguments[3];
        written = Long.parseLong(arguments[2]);
        records = Load.driving(program, written);
        guarantee = arguments[4];
        folder = Path.of(arguments[5]);
    }

    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("").setLevel(Level.SEVERE);
        long count = Long.parseLong(arguments[2]);
        if (arguments[0].equals("load")) {
            Load.write(arguments[1], count);
            return;
        }
        if (arguments[0].equals("load-nexmark")) {
            Load.writeNexmark(arguments[1], count);
            return;
        }
        StreamsRun run = new StreamsRun(arguments);
        run.drain("warm-up");
        Allocation allocation = new Allocation();
        long cpu = SYSTEM.getProcessCpuTime();
        double compilers = ProcessStat.compilerSeconds(ProcessHandle.current().pid());
        long start = System.nanoTime();
        run.drain("measured");
        long nanos = System.nanoTime() - start;
        print("cpu.nanos.per.record", (double) (SYSTEM.getProcessCpuTime() - cpu) / run.records);
        print(
                "compiler.nanos.per.record",
                (ProcessStat.compilerSeconds(ProcessHandle.current().pid()) - compilers)
                        * 1e9
                        / run.records);
        print("allocated.bytes.per.record", (double) allocation.bytes() / run.records);
        print("records.per.second", run.records * 1e9 / nanos);
        if (run.program.startsWith(Nexmark.PROGRAM)) {
            String query = run.program.substring(Nexmark.PROGRAM.length());
            print("wrong.keys", NexmarkCheck.wrong(run.bootstrap, query, run.written));
        }
        // Embedding JVMs may have threads left that are nobody's daemon.
        System.exit(0);
    }

    private static void print(String key, double value) {
        System.out.println(key + "=" + value);
    }

    private void drain(String name) throws Exception {
        LongAdder seen = new LongAdder();
        Path stores = Files.createTempDirectory(folder, name);
        long deadline = System.nanoTime() + LIMIT_NANOS;
        try (Engine.Application running = engine.start(program, settings(name, stores), seen)) {
            while (seen.sum() < records) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException(
                            running + " saw only " + seen.sum() + " of " + records);
                }
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    private Properties settings(String name, Path stores) {
        String id = String.join("-", name, program, String.valueOf(stores.hashCode()));
        Properties settings = settings(bootstrap, id, guarantee, stores);
        if (program.equals("foreign-key")) {
            // A cache drops updates of a key before they are joined: they would not be seen.
            settings.put("statestore.cache.max.bytes", 0);
        }
        return settings;
    }

    static Properties settings(
            String bootstrap, String applicationId, String guarantee, Path stores) {
        Properties settings = new Properties();
        settings.put("application.id", applicationId);
        settings.put("bootstrap.servers", bootstrap);
        settings.put("processing.guarantee", guarantee);
        settings.put("state.dir", stores.toString());
        settings.put("auto.offset.reset", "earliest");
        settings.put("num.stream.threads", 1);
        return settings;
    }
}
