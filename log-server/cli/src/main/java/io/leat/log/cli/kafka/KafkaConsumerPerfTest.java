package io.leat.log.cli.kafka;

import io.leat.clients.consumer.Consumer;
import io.leat.clients.consumer.ConsumerRebalanceListener;
import io.leat.clients.consumer.ConsumerRecord;
import io.leat.clients.consumer.LeatConsumer;
import io.leat.common.Metric;
import io.leat.common.MetricName;
import io.leat.common.TopicPartition;
import io.leat.common.serialization.ByteArrayDeserializer;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kafka-consumer-perf-test.sh}: reads records and says how fast that went. */
@Command(
        name = "kafka-consumer-perf-test",
        hidden = true,
        description = "Read records and measure throughput.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class KafkaConsumerPerfTest implements Callable<Integer> {

    @Spec CommandSpec spec;
    @Mixin ReadingOptions options;

    @ArgGroup(multiplicity = "1")
    Where where;

    /** Exactly one of these. */
    static final class Where {
        @Option(names = "--topic", paramLabel = "TOPIC", description = "From where.")
        @Nullable String topic;

        @Option(
                names = "--include",
                paramLabel = "REGEX",
                description = "From all topics whose names match.")
        @Nullable String include;
    }

    @Option(names = "--from-latest", description = "Only records that come from now on.")
    boolean fromLatest;

    private long joinedMs;
    private long joinBeganMs;
    private long read;
    private long bytes;

    /** What was reported last. */
    private long reportedMs;

    private long reportedRead;
    private long reportedBytes;
    private long reportedJoinedMs;

    @Override
    public Integer call() {
        Properties properties = options.properties("perf-consumer-" + nowMs());
        properties.putIfAbsent("client.id", "perf-consumer-client");
        properties.putIfAbsent("auto.offset.reset", fromLatest ? "latest" : "earliest");
        PrintWriter out = spec.commandLine().getOut();
        if (!options.hideHeader) {
            printHeader(out);
        }
        Map<MetricName, ? extends Metric> metrics;
        long begin;
        long end;
        try (Consumer<byte[], byte[]> consumer =
                new LeatConsumer<>(
                        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            begin = nowMs();
            joinBeganMs = begin;
            reportedMs = begin;
            if (where.topic != null) {
                consumer.subscribe(List.of(where.topic), new Joining());
            } else {
                consumer.subscribe(Pattern.compile(where.include), new Joining());
            }
            read(consumer, begin);
            end = nowMs();
            metrics = options.printMetrics ? consumer.metrics() : Map.of();
        }
        if (read < options.records) {
            ReadingOptions.tellTimeout(options.timeoutMs, out);
        }
        if (!options.detailed) {
            print(begin, end);
        }
        if (options.printMetrics) {
            MetricTable.print(metrics, out);
        }
        out.flush();
        return 0;
    }

    private void read(Consumer<byte[], byte[]> consumer, long begin) {
        long last = begin;
        while (read < options.records && nowMs() - last <= options.timeoutMs) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                last = nowMs();
                read++;
                bytes += ReadingOptions.size(record);
            }
            if (options.detailed && nowMs() - reportedMs >= options.intervalMs) {
                printInterval(nowMs());
            }
        }
    }

    private static long nowMs() {
        return System.currentTimeMillis();
    }

    /** Measures how long joining the group takes. */
    private final class Joining implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            joinBeganMs = nowMs();
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            joinedMs += nowMs() - joinBeganMs;
        }
    }

    /** The columns Kafka's tool prints, which scripts parse. */
    private void printHeader(PrintWriter out) {
        out.println(
                (options.detailed ? "time, threadId" : "start.time, end.time")
                        + ", data.consumed.in.MB, MB.sec, data.consumed.in.nMsg, nMsg.sec,"
                        + " rebalance.time.ms, fetch.time.ms, fetch.MB.sec, fetch.nMsg.sec");
    }

    private void printInterval(long now) {
        long newBytes = bytes - reportedBytes;
        long newRead = read - reportedRead;
        line(
                options.date(now) + ", 0",
                new Part(bytes, read, newBytes, newRead, now - reportedMs),
                joinedMs - reportedJoinedMs);
        reportedMs = now;
        reportedBytes = bytes;
        reportedRead = read;
        reportedJoinedMs = joinedMs;
    }

    private void print(long begin, long end) {
        line(
                options.date(begin) + ", " + options.date(end),
                new Part(bytes, read, bytes, read, end - begin),
                joinedMs);
    }

    /** What was read until now, and since the last line. */
    private record Part(long allBytes, long allRead, long bytes, long read, long ms) {}

    private void line(String when, Part part, long joining) {
        double mb = ReadingOptions.mb(part.bytes);
        double seconds = Math.max(1, part.ms) / 1_000.0;
        long fetchMs = part.ms - joining;
        double fetchSeconds = Math.max(1, fetchMs) / 1_000.0;
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                String.format(
                        Locale.ROOT,
                        "%s, %.4f, %.4f, %d, %.4f, %d, %d, %.4f, %.4f",
                        when,
                        ReadingOptions.mb(part.allBytes),
                        mb / seconds,
                        part.allRead,
                        part.read / seconds,
                        joining,
                        fetchMs,
                        mb / fetchSeconds,
                        part.read / fetchSeconds));
        out.flush();
    }
}
