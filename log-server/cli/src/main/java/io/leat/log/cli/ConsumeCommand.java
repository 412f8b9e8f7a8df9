package io.leat.log.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leat consume}: print the records of a topic. */
@Command(
        name = "consume",
        description = "Print the records of a topic, one a line.",
        footer = {
            "",
            "Example: all there is, with keys, and stop: leat consume greetings --exit --keys"
        },
        mixinStandardHelpOptions = true)
final class ConsumeCommand implements Callable<Integer> {

    @Spec CommandSpec spec;
    @Mixin ServerOptions server;

    @Parameters(paramLabel = "TOPIC")
    String topic;

    @Option(
            names = {"--group", "-g"},
            paramLabel = "ID",
            description = "Consume as a group member.")
    @Nullable String group;

    @Option(
            names = {"--latest"},
            description = "Start at the end instead of the beginning.")
    boolean latest;

    @Option(
            names = {"--partition", "-p"},
            paramLabel = "N",
            description = "Only this partition.")
    @Nullable Integer partition;

    @Option(
            names = {"--offset", "-o"},
            paramLabel = "N",
            description = "Start here; needs --partition.")
    @Nullable Long offset;

    @Option(
            names = {"--count", "-n"},
            paramLabel = "N",
            description = "Stop after N records.")
    long count = -1;

    @Option(
            names = {"--exit", "-e"},
            description = "Stop when nothing came for a second.")
    boolean exit;

    @Option(
            names = {"--keys", "-k"},
            description = "Print keys, a tab, then values.")
    boolean keys;

    @Option(
            names = {"--committed"},
            description = "Skip records of open and aborted transactions.")
    boolean committed;

    @Option(
            names = {"--set", "-s"},
            paramLabel = "KEY=VALUE",
            description = "Consumer setting.")
    List<String> settings = List.of();

    @Override
    public Integer call() {
        Properties properties = server.properties();
        properties.setProperty("auto.offset.reset", latest ? "latest" : "earliest");
        properties.setProperty(
                "isolation.level", committed ? "read_committed" : "read_uncommitted");
        if (group != null) {
            properties.setProperty("group.id", group);
        } else {
            properties.setProperty("enable.auto.commit", "false");
        }
        ServerOptions.putAll(properties, settings);
        Map<String, String> format = new HashMap<>();
        format.put("print.key", Boolean.toString(keys));
        PrintStream out = standardOutput();
        RecordReader reader =
                new RecordReader(
                        new RecordReader.Range(
                                topic, false, partition, start(), count, exit ? 1_000 : -1),
                        () -> System.nanoTime() / 1_000_000);
        Interrupts.onInterrupt(reader::stop);
        reader.run(properties, flushing(new RecordFormat(out, format), out));
        out.flush();
        return 0;
    }

    private long start() {
        if (offset != null) {
            if (partition == null) {
                throw new CommandFailure("--offset needs --partition.");
            }
            return offset;
        }
        return latest ? -1 : -2;
    }

    /** Flushes at once on a terminal, so that lines appear as they come. */
    private static RecordReader.Printer flushing(RecordFormat format, PrintStream out) {
        if (!Terminal.isThere()) {
            return format;
        }
        return record -> {
            format.print(record);
            out.flush();
        };
    }

    /** Standard output with a buffer that is worth the name. */
    static PrintStream standardOutput() {
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16),
                false,
                StandardCharsets.UTF_8);
    }
}
