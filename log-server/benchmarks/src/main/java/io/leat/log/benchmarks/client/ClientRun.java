package io.leat.log.benchmarks.client;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * main() of the child process: warms a client up, loads it once more and prints what that cost.
 *
 * <p>Arguments: leat or apache, produce or consume, bootstrap, topic, partitions, value size,
 * records. Output: {@code key=value} lines.
 */
public final class ClientRun {

    private static final int WARM_UPS = 3;

    private static final com.sun.management.OperatingSystemMXBean SYSTEM =
            (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private ClientRun() {}

    public static void main(String[] arguments) {
        Logger.getLogger("").setLevel(Level.WARNING); // clients tell each of their settings
        LoadClient client = arguments[0].equals("leat") ? new LeatLoad() : new ApacheLoad();
        boolean produce = arguments[1].equals("produce");
        String topic = arguments[3];
        int partitions = Integer.parseInt(arguments[4]);
        byte[] value = new byte[Integer.parseInt(arguments[5])];
        long records = Long.parseLong(arguments[6]);
        new Random(42).nextBytes(value);
        Map<String, Object> settings = produce ? producer() : consumer();
        settings.put("bootstrap.servers", arguments[2]);
        Runnable load =
                produce
                        ? () -> client.produce(settings, topic, value, records)
                        : () -> client.consume(settings, topic, partitions, records);
        for (int i = 0; i < WARM_UPS; i++) {
            load.run();
        }
        measure(load, records, (double) records * value.length / 1e9);
    }

    private static void measure(Runnable load, long records, double gigabytes) {
        Allocation allocation = new Allocation();
        long thread = THREADS.getCurrentThreadCpuTime();
        long process = SYSTEM.getProcessCpuTime();
        long start = System.nanoTime();
        load.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        double processSeconds = (SYSTEM.getProcessCpuTime() - process) / 1e9;
        long threadNanos = THREADS.getCurrentThreadCpuTime() - thread;
        print("cpu.seconds.per.gb", processSeconds / gigabytes);
        print("caller.nanos.per.record", (double) threadNanos / records);
        print("allocated.bytes.per.record", (double) allocation.bytes() / records);
        print("megabytes.per.second", gigabytes * 1e3 / seconds);
    }

    private static void print(String key, double value) {
        System.out.println(key + "=" + value);
    }

    private static Map<String, Object> producer() {
        Map<String, Object> settings = new HashMap<>();
        settings.put("acks", "all");
        settings.put("batch.size", 64 << 10);
        settings.put("linger.ms", 5);
        return settings;
    }

    private static Map<String, Object> consumer() {
        Map<String, Object> settings = new HashMap<>();
        settings.put("enable.auto.commit", false);
        settings.put("auto.offset.reset", "earliest");
        return settings;
    }
}
