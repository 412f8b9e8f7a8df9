package io.leat.log.cli;

import io.leat.clients.consumer.Consumer;
import io.leat.clients.consumer.ConsumerRecord;
import io.leat.clients.consumer.LeatConsumer;
import io.leat.clients.producer.LeatProducer;
import io.leat.clients.producer.Producer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.TopicPartition;
import io.leat.common.serialization.ByteArrayDeserializer;
import io.leat.common.serialization.ByteArraySerializer;
import io.leat.log.cli.replicas.ProgressLine;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leat perf}: a quick load, for a first idea; {@code benchmarks} measures properly. */
@Command(
        name = "perf",
        description = "Send or read many records and print the rate.",
        footer = {"", "Example: leat perf produce load --count 5000000 --size 1000"},
        mixinStandardHelpOptions = true)
final class PerfCommand implements Runnable {

    private static final int SHOW_EVERY = 10_000;

    @Spec CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: produce or consume.");
    }

    @Command(
            name = "produce",
            description = "Send records of a given size.",
            mixinStandardHelpOptions = true)
    int produce(
            @Mixin ServerOptions server,
            @Parameters(paramLabel = "TOPIC") String topic,
            @Option(
                            names = {"--count", "-n"},
                            defaultValue = "1000000",
                            paramLabel = "N",
                            description = "Records (default: ${DEFAULT-VALUE}).")
                    long count,
            @Option(
                            names = "--size",
                            defaultValue = "100",
                            paramLabel = "BYTES",
                            description = "Record size (default: ${DEFAULT-VALUE}).")
                    int size,
            @Option(
                            names = "--rate",
                            defaultValue = "-1",
                            paramLabel = "N",
                            description = "Records a second; -1 for no limit.")
                    long rate,
            @Option(
                            names = {"--set", "-s"},
                            paramLabel = "KEY=VALUE",
                            description = "Producer setting.")
                    @Nullable List<String> settings)
            throws Exception {
        Properties properties = server.properties();
        ServerOptions.putAll(properties, settings == null ? List.of() : settings);
        byte[] value = new byte[size];
        Arrays.fill(value, (byte) 'x');
        AtomicLong acknowledged = new AtomicLong();
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        long start = System.nanoTime();
        try (ProgressLine progress = progress();
                Producer<byte[], byte[]> producer =
                        new LeatProducer<>(
                                properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (long i = 0; i < count && failure.get() == null; i++) {
                pace(start, i, rate);
                show(progress, i, count);
                producer.send(
                        new ProducerRecord<>(topic, value),
                        (metadata, exception) -> {
                            if (exception == null) {
                                acknowledged.incrementAndGet();
                            } else {
                                failure.compareAndSet(null, exception);
                            }
                        });
            }
            producer.flush();
        }
        Exception cause = failure.get();
        if (cause != null) {
            throw cause;
        }
        report(acknowledged.get(), acknowledged.get() * size, System.nanoTime() - start);
        return 0;
    }

    @Command(
            name = "consume",
            description = "Read records from the beginning.",
            mixinStandardHelpOptions = true)
    int consume(
            @Mixin ServerOptions server,
            @Parameters(paramLabel = "TOPIC") String topic,
            @Option(
                            names = {"--count", "-n"},
                            defaultValue = "1000000",
                            paramLabel = "N",
                            description = "Records (default: ${DEFAULT-VALUE}).")
                    long count,
            @Option(
                            names = {"--set", "-s"},
                            paramLabel = "KEY=VALUE",
                            description = "Consumer setting.")
                    @Nullable List<String> settings) {
        Properties properties = server.properties();
        properties.setProperty("enable.auto.commit", "false");
        ServerOptions.putAll(properties, settings == null ? List.of() : settings);
        long records = 0;
        long bytes = 0;
        long start = System.nanoTime();
        long last = start;
        try (ProgressLine progress = progress();
                Consumer<byte[], byte[]> consumer =
                        new LeatConsumer<>(
                                properties,
                                new ByteArrayDeserializer(),
                                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic).stream()
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (records < count && System.nanoTime() - last < 3_000_000_000L) {
                for (ConsumerRecord<byte[], byte[]> record :
                        consumer.poll(Duration.ofMillis(100))) {
                    show(progress, records++, count);
                    bytes += record.value() == null ? 0 : record.value().length;
                    last = System.nanoTime();
                }
            }
        }
        report(records, bytes, last - start);
        return 0;
    }

    /** A bar on a terminal; elsewhere the result is all there is. */
    private ProgressLine progress() {
        return ProgressLine.ifTerminal(spec.commandLine().getErr());
    }

    private static void show(ProgressLine progress, long done, long count) {
        if (done % SHOW_EVERY == 0) {
            progress.show((double) done / count, done + " records");
        }
    }

    private static void pace(long start, long sent, long rate) {
        if (rate <= 0) {
            return;
        }
        long ahead = start + sent * 1_000_000_000L / rate - System.nanoTime();
        if (ahead > 1_000_000L) {
            LockSupport.parkNanos(ahead);
        }
    }

    private void report(long records, long bytes, long nanos) {
        double seconds = Math.max(nanos, 1) / 1e9;
        spec.commandLine()
                .getOut()
                .println(
                        String.format(
                                Locale.ROOT,
                                "%d records, %.1f records/sec (%.2f MB/sec), %.2f s",
                                records,
                                records / seconds,
                                bytes / seconds / (1 << 20),
                                seconds));
        spec.commandLine().getOut().flush();
    }
}
