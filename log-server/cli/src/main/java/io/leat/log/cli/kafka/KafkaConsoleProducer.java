package io.leat.log.cli.kafka;

import io.leat.log.cli.AdminOptions;
import io.leat.log.cli.CommandFailure;
import io.leat.log.cli.LineProducer;
import io.leat.log.cli.LineSyntax;
import io.leat.log.cli.ServerOptions;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
import picocli.CommandLine.Spec;

/** {@code kafka-console-producer.sh}. */
@Command(
        name = "kafka-console-producer",
        hidden = true,
        description = "Read lines from standard input and send them to a topic.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class KafkaConsoleProducer implements Callable<Integer> {

    private static final String LINE_READER = "LineMessageReader";

    @Spec CommandSpec spec;
    @Mixin ServerOptions server;

    @Option(
            names = "--topic",
            required = true,
            paramLabel = "TOPIC",
            description = "Where to send to.")
    String topic;

    @Option(names = "--sync", description = "Send one record at a time.")
    boolean sync;

    @Option(
            names = "--timeout",
            paramLabel = "MS",
            description = "Longest wait for a fuller batch.")
    @Nullable Long timeoutMs;

    @Option(
            names = "--compression-codec",
            arity = "0..1",
            fallbackValue = "gzip",
            paramLabel = "CODEC",
            description = "none, gzip, snappy, lz4 or zstd.")
    @Nullable String compression;

    @Option(
            names = {"--request-required-acks", "--acks"},
            paramLabel = "ACKS",
            description = "0, 1 or all.")
    @Nullable String acks;

    @Option(
            names = {"--producer-property", "--command-property"},
            paramLabel = "NAME=VALUE",
            description = "Producer setting; repeatable.")
    List<String> producerProperties = List.of();

    @Option(
            names = {"--property", "--reader-property"},
            paramLabel = "NAME=VALUE",
            description =
                    "parse.key, parse.headers, key.separator, headers.delimiter,"
                            + " headers.separator, headers.key.separator, null.marker,"
                            + " ignore.error.")
    Map<String, String> reader = new HashMap<>();

    @Option(
            names = "--reader-config",
            paramLabel = "FILE",
            description = "File with such properties.")
    @Nullable Path readerFile;

    @Option(
            names = "--line-reader",
            paramLabel = "CLASS",
            description = "LineMessageReader is what there is.")
    @Nullable String lineReader;

    @Mixin ProducerTuning tuning;

    @Override
    public Integer call() throws Exception {
        Properties properties = server.properties();
        set(properties, "linger.ms", timeoutMs);
        set(properties, "compression.type", compression);
        set(properties, "acks", acks);
        tuning.putAll(properties);
        ServerOptions.putAll(properties, producerProperties);
        if (lineReader != null && !lineReader.endsWith(LINE_READER)) {
            throw new CommandFailure(
                    "'" + lineReader + "' is not there: lines are read by " + LINE_READER + ".");
        }
        Map<String, String> format = new HashMap<>();
        if (readerFile != null) {
            AdminOptions.read(readerFile)
                    .forEach((name, value) -> format.put("" + name, "" + value));
        }
        format.putAll(reader);
        BufferedReader input =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        new LineProducer(new LineSyntax(topic, format), sync, spec.commandLine().getOut())
                .run(properties, input);
        return 0;
    }

    private static void set(Properties properties, String name, @Nullable Object value) {
        if (value != null) {
            properties.setProperty(name, value.toString());
        }
    }
}
