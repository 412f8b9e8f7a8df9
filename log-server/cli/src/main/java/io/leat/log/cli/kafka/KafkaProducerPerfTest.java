package io.leat.log.cli.kafka;

import io.leat.clients.producer.LeatProducer;
import io.leat.clients.producer.Producer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.serialization.ByteArraySerializer;
import io.leat.log.cli.CommandFailure;
import io.leat.log.cli.ServerOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kafka-producer-perf-test.sh}: sends records and says how fast that went. */
@Command(
        name = "kafka-producer-perf-test",
        hidden = true,
        description = "Send records and measure throughput and latency.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class KafkaProducerPerfTest implements Callable<Integer> {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long NANOS_PER_MS = 1_000_000L;
    private static final long REPORT_NANOS = 5 * NANOS_PER_SECOND;

    @Spec CommandSpec spec;

    @Option(names = "--topic", required = true, paramLabel = "TOPIC", description = "Where to.")
    String topic = "";

    @Option(
            names = "--num-records",
            required = true,
            paramLabel = "N",
            description = "How many records.")
    long records;

    @Option(names = "--record-size", paramLabel = "BYTES", description = "How large each is.")
    int size = 100;

    @Option(
            names = "--throughput",
            required = true,
            paramLabel = "N",
            description = "Records a second at most; -1 for any number.")
    double throughput = -1;

    @Option(
            names = "--bootstrap-server",
            paramLabel = "HOST:PORT",
            description = "Servers to connect to.")
    @Nullable String servers;

    @Option(
            names = {"--producer-props", "--command-property"},
            arity = "1..*",
            paramLabel = "KEY=VALUE",
            description = "Settings of the producer.")
    List<String> settings = List.of();

    @Option(
            names = {"--producer.config", "--command-config"},
            paramLabel = "FILE",
            description = "File with settings of the producer.")
    @Nullable Path file;

    private final Latencies all = new Latencies();
    private final Latencies recent = new Latencies();
    private long reportedNanos;
    private long failed;

    @Override
    public Integer call() {
        byte[] value = new byte[size];
        Random random = new Random(0);
        for (int i = 0; i < size; i++) {
            value[i] = (byte) ('A' + random.nextInt(26));
        }
        PrintWriter out = spec.commandLine().getOut();
        long start = System.nanoTime();
        reportedNanos = start;
        try (Producer<byte[], byte[]> producer =
                new LeatProducer<>(
                        properties(), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (long i = 0; i < records; i++) {
                pace(start, i);
                long sent = System.nanoTime();
                producer.send(
                        new ProducerRecord<>(topic, Arrays.copyOf(value, size)),
                        (metadata, failure) -> answered(sent, failure, out));
            }
            producer.flush();
        }
        synchronized (this) {
            report(out, all, System.nanoTime() - start, true);
        }
        out.flush();
        return failed == 0 ? 0 : 1;
    }

    private Properties properties() {
        Properties properties = new Properties();
        if (file != null) {
            try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                properties.load(reader);
            } catch (IOException e) {
                throw new CommandFailure("cannot read " + file + ": " + e.getMessage(), e);
            }
        }
        ServerOptions.putAll(properties, settings);
        if (servers != null) {
            properties.setProperty("bootstrap.servers", servers);
        }
        if (!properties.containsKey("bootstrap.servers")) {
            throw new CommandFailure("give the server with --bootstrap-server HOST:PORT.");
        }
        return properties;
    }

    private void pace(long start, long sent) {
        if (throughput > 0) {
            long due = start + (long) (sent / throughput * NANOS_PER_SECOND);
            long aheadNanos = due - System.nanoTime();
            if (aheadNanos > NANOS_PER_MS) {
                LockSupport.parkNanos(aheadNanos);
            }
        }
    }

    private synchronized void answered(long sent, @Nullable Exception failure, PrintWriter out) {
        long now = System.nanoTime();
        if (failure != null) {
            failed++;
            spec.commandLine().getErr().println(failure.getMessage());
            return;
        }
        int ms = (int) ((now - sent) / NANOS_PER_MS);
        all.add(ms);
        recent.add(ms);
        if (now - reportedNanos >= REPORT_NANOS) {
            report(out, recent, now - reportedNanos, false);
            out.flush();
            recent.clear();
            reportedNanos = now;
        }
    }

    /** In the lines Kafka's tool prints, which scripts parse. */
    private void report(PrintWriter out, Latencies latencies, long nanos, boolean total) {
        double perSecond = latencies.count() * (double) NANOS_PER_SECOND / Math.max(1, nanos);
        double mb = perSecond * size / (1 << 20);
        if (!total) {
            out.println(
                    String.format(
                            Locale.ROOT,
                            "%d records sent, %.1f records/sec (%.2f MB/sec), %.1f ms avg latency,"
                                    + " %.1f ms max latency.",
                            latencies.count(),
                            perSecond,
                            mb,
                            latencies.average(),
                            (double) latencies.max()));
            return;
        }
        out.println(
                String.format(
                        Locale.ROOT,
                        "%d records sent, %f records/sec (%.2f MB/sec), %.2f ms avg latency, %.2f"
                                + " ms max latency, %d ms 50th, %d ms 95th, %d ms 99th, %d ms"
                                + " 99.9th.",
                        latencies.count(),
                        perSecond,
                        mb,
                        latencies.average(),
                        (double) latencies.max(),
                        latencies.percentile(0.5),
                        latencies.percentile(0.95),
                        latencies.percentile(0.99),
                        latencies.percentile(0.999)));
    }
}
