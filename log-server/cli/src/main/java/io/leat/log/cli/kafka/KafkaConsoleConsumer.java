package io.leat.log.cli.kafka;

import io.leat.log.cli.CommandFailure;
import io.leat.log.cli.Interrupts;
import io.leat.log.cli.RecordReader;
import io.leat.log.cli.ServerOptions;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kafka-console-consumer.sh}. */
@Command(
        name = "kafka-console-consumer",
        hidden = true,
        description = "Read records from a topic and print them.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class KafkaConsoleConsumer implements Callable<Integer> {

    private static final DateTimeFormatter LOG_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,SSS", Locale.ROOT);

    @Spec CommandSpec spec;
    @Mixin ServerOptions server;

    @ArgGroup(multiplicity = "1")
    Where where;

    /** Exactly one of these. */
    static final class Where {
        @Option(names = "--topic", paramLabel = "TOPIC", description = "What to read.")
        @Nullable String topic;

        @Option(
                names = "--include",
                paramLabel = "REGEX",
                description = "Read all topics whose names match.")
        @Nullable String include;

        RecordReader.Range range(
                @Nullable Integer partition, long offset, long messagesMax, long idleMsMax) {
            if (topic != null) {
                return new RecordReader.Range(
                        topic, false, partition, offset, messagesMax, idleMsMax);
            }
            String pattern = PartitionPattern.topics(String.valueOf(include)).pattern();
            return new RecordReader.Range(pattern, true, null, offset, messagesMax, idleMsMax);
        }
    }

    @Option(names = "--from-beginning", description = "Start with the earliest record.")
    boolean fromBeginning;

    @Option(names = "--group", paramLabel = "ID", description = "Consumer group id.")
    @Nullable String group;

    @Option(
            names = "--offset",
            paramLabel = "OFFSET",
            description = "A number, 'earliest' or 'latest' (default: latest); needs --partition.")
    @Nullable String offset;

    @Option(names = "--partition", paramLabel = "N", description = "Read only this partition.")
    @Nullable Integer partition;

    @Option(
            names = "--timeout-ms",
            paramLabel = "MS",
            description = "Exit when nothing came for this long.")
    long timeoutMs = -1;

    @Option(
            names = "--max-messages",
            paramLabel = "N",
            description = "Exit after this many records.")
    long maxMessages = -1;

    @Option(
            names = "--isolation-level",
            paramLabel = "LEVEL",
            description = "read_committed or read_uncommitted (default).")
    String isolationLevel = "read_uncommitted";

    @Option(
            names = {"--consumer-property", "--command-property"},
            paramLabel = "NAME=VALUE",
            description = "Consumer setting; repeatable.")
    List<String> consumerProperties = List.of();

    @Option(
            names = "--skip-message-on-error",
            description = "Go on with the next record when one cannot be printed.")
    boolean skipOnError;

    @Option(
            names = "--enable-systest-events",
            description = "Say when it is through, for tests of systems.")
    boolean events;

    @Mixin FormatterOptions format;

    @Override
    public Integer call() {
        Properties properties = server.properties();
        properties.setProperty("auto.offset.reset", fromBeginning ? "earliest" : "latest");
        properties.setProperty("isolation.level", isolationLevel);
        if (where.include != null && partition != null) {
            throw new CommandFailure("--partition goes with --topic.");
        }
        if (group != null) {
            properties.setProperty("group.id", group);
        } else if (where.include != null) {
            properties.setProperty("group.id", "console-consumer-" + System.nanoTime());
            properties.setProperty("enable.auto.commit", "false");
        } else {
            properties.setProperty("enable.auto.commit", "false");
        }
        ServerOptions.putAll(properties, consumerProperties);
        PrintStream out =
                new PrintStream(
                        new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        RecordReader reader =
                new RecordReader(
                        where.range(partition, start(), maxMessages, timeoutMs),
                        () -> System.nanoTime() / 1_000_000);
        Interrupts.onInterrupt(reader::stop);
        RecordReader.Printer printer = format.printer(out);
        RecordReader.Outcome outcome =
                reader.run(properties, skipOnError ? skipping(printer) : printer);
        if (events) {
            out.println("shutdown_complete");
        }
        out.flush();
        PrintWriter err = spec.commandLine().getErr();
        if (outcome.timedOut()) {
            printTimeout(err, "kafka.tools.ConsoleConsumer$");
        }
        err.println("Processed a total of " + outcome.messages() + " messages");
        return 0;
    }

    private RecordReader.Printer skipping(RecordReader.Printer printer) {
        return record -> {
            try {
                printer.print(record);
            } catch (RuntimeException e) {
                spec.commandLine()
                        .getErr()
                        .println(
                                "Error processing message, skipping this message: "
                                        + record.topic()
                                        + "-"
                                        + record.partition()
                                        + " offset "
                                        + record.offset()
                                        + ": "
                                        + e.getMessage());
            }
        };
    }

    /** As Kafka's tool says it: scripts wait for these lines. It is not a failure. */
    static void printTimeout(PrintWriter err, String tool) {
        err.println(
                "["
                        + LOG_TIME.format(LocalDateTime.now(ZoneId.systemDefault()))
                        + "] ERROR Error processing message, terminating consumer process:  ("
                        + tool
                        + ")");
        err.println("org.apache.kafka.common.errors.TimeoutException");
    }

    private long start() {
        if (offset == null) {
            return fromBeginning ? -2 : -1;
        }
        if (partition == null) {
            throw new CommandFailure("The partition is required when the offset is specified.");
        }
        return switch (offset) {
            case "earliest" -> -2;
            case "latest" -> -1;
            default -> number(offset);
        };
    }

    private static long number(String text) {
        try {
            long value = Long.parseLong(text);
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below, together with negative numbers.
        }
        throw new CommandFailure(
                "'" + text + "' is no offset. Give a number from 0, 'earliest' or 'latest'.");
    }
}
