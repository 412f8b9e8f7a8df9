package io.leat.log.cli.kafka;

import io.leat.clients.producer.LeatProducer;
import io.leat.clients.producer.Producer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.Metric;
import io.leat.common.MetricName;
import io.leat.common.serialization.ByteArraySerializer;
import io.leat.log.cli.CommandFailure;
import io.leat.log.cli.ServerOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
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
    private static final long TRANSACTION_MS = 3_000;

    @Spec CommandSpec spec;

    @Option(names = "--topic", required = true, paramLabel = "TOPIC", description = "Where to.")
    String topic = "";

    @Option(
            names = "--num-records",
            required = true,
            paramLabel = "N",
            description = "How many records.")
    long records;

    @ArgGroup(multiplicity = "1")
    Payloads payloads;

    @Option(
            names = "--payload-delimiter",
            paramLabel = "TEXT",
            description = "What ends a record in --payload-file (default: a line break).")
    String delimiter = "\n";

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

    @Option(
            names = "--transactional-id",
            paramLabel = "ID",
            description = "Send in transactions of this producer.")
    @Nullable String transactionalId;

    @Option(
            names = "--transaction-duration-ms",
            paramLabel = "MS",
            description = "A transaction is committed after so long (default: 3000).")
    @Nullable Long transactionMs;

    @Option(
            names = "--warmup-records",
            paramLabel = "N",
            description = "Leave out the first N records in one more line at the end.")
    long warmUp;

    @Option(
            names = "--reporting-interval",
            paramLabel = "MS",
            description = "How often the rate is printed (default: 5000).")
    long intervalMs = 5_000;

    @Option(names = "--print-metrics", description = "Print the metrics of the producer.")
    boolean printMetrics;

    private ProducedRate all = new ProducedRate(0);
    private ProducedRate recent = all;
    private @Nullable ProducedRate steady;
    private long answered;
    private long failed;

    @Override
    public Integer call() {
        if (transactionMs != null && transactionMs <= 0) {
            throw new CommandFailure("--transaction-duration-ms is a number above 0.");
        }
        if (warmUp < 0 || warmUp >= records) {
            throw new CommandFailure("--warmup-records is less than --num-records.");
        }
        PrintWriter out = spec.commandLine().getOut();
        // Shells pass \n as two characters.
        payloads.prepare(delimiter.replace("\\n", "\n").replace("\\t", "\t"), out);
        if (warmUp > 0) {
            out.println(
                    "Warmup first "
                            + warmUp
                            + " records. Steady state results will print after the complete test"
                            + " summary.");
        }
        Properties properties = properties();
        Map<MetricName, ? extends Metric> metrics;
        all = new ProducedRate(System.nanoTime());
        recent = new ProducedRate(all.beganNanos());
        try (Producer<byte[], byte[]> producer =
                new LeatProducer<>(
                        properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            send(producer, properties.containsKey("transactional.id"), out);
            metrics = printMetrics ? producer.metrics() : Map.of();
        }
        synchronized (this) {
            long now = System.nanoTime();
            all.printTotal(now, "", out);
            if (steady != null) {
                steady.printTotal(now, "steady state ", out);
            }
        }
        if (printMetrics) {
            MetricTable.print(metrics, out);
        }
        out.flush();
        return failed == 0 ? 0 : 1;
    }

    private void send(Producer<byte[], byte[]> producer, boolean inTransactions, PrintWriter out) {
        long transactionNanos =
                (transactionMs == null ? TRANSACTION_MS : transactionMs) * NANOS_PER_MS;
        if (inTransactions) {
            producer.initTransactions();
        }
        long start = all.beganNanos();
        long begun = 0;
        for (long i = 0; i < records; i++) {
            if (inTransactions && begun == 0) {
                producer.beginTransaction();
                begun = System.nanoTime();
            }
            pace(start, i);
            byte[] value = payloads.next(i);
            long sent = System.nanoTime();
            producer.send(
                    new ProducerRecord<>(topic, value),
                    (metadata, failure) -> answered(sent, value.length, failure, out));
            if (inTransactions && System.nanoTime() - begun >= transactionNanos) {
                producer.commitTransaction();
                begun = 0;
            }
        }
        if (begun != 0) {
            producer.commitTransaction();
        }
        producer.flush();
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
        if (transactionalId != null) {
            properties.setProperty("transactional.id", transactionalId);
        } else if (transactionMs != null) {
            properties.putIfAbsent("transactional.id", "performance-producer-" + UUID.randomUUID());
        }
        properties.putIfAbsent("client.id", "perf-producer-client");
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

    private synchronized void answered(
            long sent, int size, @Nullable Exception failure, PrintWriter out) {
        long now = System.nanoTime();
        answered++;
        if (failure != null) {
            failed++;
            spec.commandLine().getErr().println(failure.getMessage());
            return;
        }
        int ms = (int) ((now - sent) / NANOS_PER_MS);
        all.add(ms, size);
        recent.add(ms, size);
        if (steady != null) {
            steady.add(ms, size);
        }
        if (warmUp > 0 && answered == warmUp) {
            steady = new ProducedRate(now);
        }
        if (now - recent.beganNanos() >= intervalMs * NANOS_PER_MS) {
            recent.print(now, out);
            recent = new ProducedRate(now);
        }
    }
}
