package io.leat.log.cli.kafka;

import io.leat.clients.consumer.Consumer;
import io.leat.clients.consumer.ConsumerRebalanceListener;
import io.leat.clients.consumer.ConsumerRecord;
import io.leat.clients.consumer.LeatConsumer;
import io.leat.common.TopicPartition;
import io.leat.common.serialization.ByteArrayDeserializer;
import io.leat.log.cli.ServerOptions;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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

    private static final double BYTES_PER_MB = 1 << 20;
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss:SSS", Locale.ROOT);

    @Spec CommandSpec spec;
    @Mixin ServerOptions server;

    @Option(names = "--topic", required = true, paramLabel = "TOPIC", description = "From where.")
    String topic = "";

    @Option(
            names = {"--messages", "--num-records"},
            required = true,
            paramLabel = "N",
            description = "How many records.")
    long records;

    @Option(names = "--group", paramLabel = "GROUP", description = "As a member of this group.")
    @Nullable String group;

    @Option(
            names = "--timeout",
            paramLabel = "MS",
            description = "How long it waits for a next record.")
    long timeoutMs = 10_000;

    @Option(names = "--from-latest", description = "Only records that come from now on.")
    boolean fromLatest;

    @Option(names = "--hide-header", description = "Print no names of columns.")
    boolean hideHeader;

    @Option(
            names = "--command-property",
            paramLabel = "KEY=VALUE",
            description = "Settings of the consumer.")
    List<String> settings = List.of();

    private long joinedMs;
    private long joinBeganMs;

    @Override
    public Integer call() {
        Properties properties = server.properties();
        ServerOptions.putAll(properties, settings);
        properties.putIfAbsent("group.id", group == null ? "perf-consumer-" + nowMs() : group);
        properties.putIfAbsent("auto.offset.reset", fromLatest ? "latest" : "earliest");
        properties.putIfAbsent("check.crcs", "false");
        long read = 0;
        long bytes = 0;
        long begin;
        long end;
        try (Consumer<byte[], byte[]> consumer =
                new LeatConsumer<>(
                        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            begin = nowMs();
            joinBeganMs = begin;
            consumer.subscribe(List.of(topic), new Joining());
            long last = begin;
            while (read < records && nowMs() - last <= timeoutMs) {
                for (ConsumerRecord<byte[], byte[]> record :
                        consumer.poll(Duration.ofMillis(100))) {
                    last = nowMs();
                    read++;
                    bytes += length(record.key()) + length(record.value());
                }
            }
            end = nowMs();
        }
        print(begin, end, read, bytes);
        return 0;
    }

    private static long nowMs() {
        return System.currentTimeMillis();
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
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

    /** In the columns Kafka's tool prints, which scripts parse. */
    private void print(long begin, long end, long read, long bytes) {
        PrintWriter out = spec.commandLine().getOut();
        if (!hideHeader) {
            out.println(
                    "start.time, end.time, data.consumed.in.MB, MB.sec, data.consumed.in.nMsg,"
                            + " nMsg.sec, rebalance.time.ms, fetch.time.ms, fetch.MB.sec,"
                            + " fetch.nMsg.sec");
        }
        double mb = bytes / BYTES_PER_MB;
        double seconds = Math.max(1, end - begin) / 1_000.0;
        long fetchMs = end - begin - joinedMs;
        double fetchSeconds = Math.max(1, fetchMs) / 1_000.0;
        out.println(
                String.format(
                        Locale.ROOT,
                        "%s, %s, %.4f, %.4f, %d, %.4f, %d, %d, %.4f, %.4f",
                        date(begin),
                        date(end),
                        mb,
                        mb / seconds,
                        read,
                        read / seconds,
                        joinedMs,
                        fetchMs,
                        mb / fetchSeconds,
                        read / fetchSeconds));
        out.flush();
    }

    private static String date(long ms) {
        return DATE.format(Instant.ofEpochMilli(ms).atZone(ZoneId.systemDefault()));
    }
}
