package io.leat.log.cli.kafka;

import io.leat.clients.consumer.ConsumerRecord;
import io.leat.log.cli.CommandFailure;
import io.leat.log.cli.ServerOptions;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What both scripts that measure reading take. */
final class ReadingOptions {

    private static final double BYTES_PER_MB = 1 << 20;

    @Mixin ServerOptions server;

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
            arity = "0..1",
            fallbackValue = "10000",
            paramLabel = "MS",
            description = "How long it waits for a next record (default: 10000).")
    long timeoutMs = 10_000;

    @Option(names = "--hide-header", description = "Print no names of columns.")
    boolean hideHeader;

    @Option(
            names = "--show-detailed-stats",
            description = "Print a line for each interval instead of one for all.")
    boolean detailed;

    @Option(
            names = "--reporting-interval",
            paramLabel = "MS",
            description = "Such an interval (default: 5000).")
    long intervalMs = 5_000;

    @Option(
            names = "--date-format",
            paramLabel = "FORMAT",
            description = "How times are printed (default: yyyy-MM-dd HH:mm:ss:SSS).")
    String dateFormat = "yyyy-MM-dd HH:mm:ss:SSS";

    @Option(names = "--print-metrics", description = "Print the metrics of the consumer.")
    boolean printMetrics;

    @Option(
            names = "--fetch-size",
            paramLabel = "BYTES",
            description = "Fetch at most so much of a partition (default: 1048576).")
    int fetchSize = 1 << 20;

    @Option(
            names = "--socket-buffer-size",
            paramLabel = "BYTES",
            description = "receive.buffer.bytes (default: 2097152).")
    int receiveBuffer = 2 << 20;

    @Option(
            names = "--command-property",
            paramLabel = "KEY=VALUE",
            description = "Settings of the consumer.")
    List<String> settings = List.of();

    /** Settings of a consumer: the file's, then the options'. */
    Properties properties(String defaultGroup) {
        Properties properties = server.properties();
        ServerOptions.putAll(properties, settings);
        if (group != null) {
            properties.setProperty("group.id", group);
        }
        properties.putIfAbsent("group.id", defaultGroup);
        properties.putIfAbsent("receive.buffer.bytes", String.valueOf(receiveBuffer));
        properties.putIfAbsent("max.partition.fetch.bytes", String.valueOf(fetchSize));
        properties.putIfAbsent("check.crcs", "false");
        return properties;
    }

    String date(long ms) {
        return formatter().format(Instant.ofEpochMilli(ms).atZone(ZoneId.systemDefault()));
    }

    private DateTimeFormatter formatter() {
        try {
            return DateTimeFormatter.ofPattern(dateFormat, Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("'" + dateFormat + "' is no format of dates.", e);
        }
    }

    static double mb(long bytes) {
        return bytes / BYTES_PER_MB;
    }

    static long size(ConsumerRecord<byte[], byte[]> record) {
        return (record.key() == null ? 0L : record.key().length)
                + (record.value() == null ? 0L : record.value().length);
    }

    static void tellTimeout(long timeoutMs, PrintWriter out) {
        out.println(
                "WARNING: Exiting before consuming the expected number of records: timeout ("
                        + timeoutMs
                        + " ms) exceeded. You can use the --timeout option to increase the"
                        + " timeout.");
    }
}
