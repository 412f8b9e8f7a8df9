package io.leat.log.cli.kafka;

import io.leat.clients.consumer.AcknowledgeType;
import io.leat.clients.consumer.ConsumerRecord;
import io.leat.clients.consumer.LeatShareConsumer;
import io.leat.clients.consumer.ShareConsumer;
import io.leat.common.errors.WakeupException;
import io.leat.common.serialization.ByteArrayDeserializer;
import io.leat.log.cli.Interrupts;
import io.leat.log.cli.RecordReader;
import io.leat.log.cli.ServerOptions;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kafka-console-share-consumer.sh}. */
@Command(
        name = "kafka-console-share-consumer",
        hidden = true,
        description = "Read records from a topic as a member of a share group, and print them.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class KafkaConsoleShareConsumer implements Callable<Integer> {

    private static final Duration POLL = Duration.ofMillis(200);

    @Spec CommandSpec spec;
    @Mixin ServerOptions server;

    @Option(names = "--topic", required = true, paramLabel = "TOPIC", description = "What to read.")
    String topic;

    @Option(
            names = "--group",
            paramLabel = "ID",
            description = "Share group (default: console-share-consumer).")
    @Nullable String group;

    @ArgGroup @Nullable Other other;

    /** What is done with records instead of accepting them. */
    static final class Other {
        @Option(names = "--reject", description = "Reject records as they are read.")
        boolean reject;

        @Option(names = "--release", description = "Release records as they are read.")
        boolean release;
    }

    @Option(
            names = "--max-messages",
            paramLabel = "N",
            description = "Exit after this many records.")
    long maxMessages = -1;

    @Option(
            names = "--timeout-ms",
            paramLabel = "MS",
            description = "Exit when nothing came for this long.")
    long timeoutMs = -1;

    @Option(
            names = "--reject-message-on-error",
            description = "Reject a record that cannot be printed, and go on.")
    boolean rejectOnError;

    @Option(
            names = {"--consumer-property", "--command-property"},
            paramLabel = "NAME=VALUE",
            description = "Consumer setting; repeatable.")
    List<String> consumerProperties = List.of();

    @Option(
            names = "--enable-systest-events",
            description = "Say when it is through, for tests of systems.")
    boolean events;

    @Mixin FormatterOptions format;

    private volatile boolean stopping;
    private long messages;

    @Override
    public Integer call() {
        PrintStream out =
                new PrintStream(
                        new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        PrintWriter err = spec.commandLine().getErr();
        boolean timedOut;
        try (ShareConsumer<byte[], byte[]> consumer =
                new LeatShareConsumer<>(
                        properties(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            Interrupts.onInterrupt(
                    () -> {
                        stopping = true;
                        consumer.wakeup();
                    });
            consumer.subscribe(List.of(topic));
            timedOut = read(consumer, format.printer(out));
        }
        if (events) {
            out.println("shutdown_complete");
        }
        out.flush();
        if (timedOut) {
            KafkaConsoleConsumer.printTimeout(
                    err, "org.apache.kafka.tools.consumer.ConsoleShareConsumer");
        }
        err.println("Processed a total of " + messages + " messages");
        return 0;
    }

    private Properties properties() {
        Properties properties = server.properties();
        ServerOptions.putAll(properties, consumerProperties);
        if (group != null) {
            properties.setProperty("group.id", group);
        }
        properties.putIfAbsent("group.id", "console-share-consumer");
        properties.putIfAbsent("client.id", "console-share-consumer");
        properties.setProperty("share.acknowledgement.mode", "explicit");
        return properties;
    }

    /** Prints until told to stop; true if nothing came for too long. */
    private boolean read(ShareConsumer<byte[], byte[]> consumer, RecordReader.Printer printer) {
        long idleSinceNs = System.nanoTime();
        while (!stopping && !isFull()) {
            int count = 0;
            try {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    count++;
                    // What is not printed is not acknowledged: closing gives it back.
                    if (!isFull()) {
                        consumer.acknowledge(record, print(record, printer));
                    }
                }
            } catch (WakeupException stopped) {
                return false;
            }
            if (count > 0) {
                idleSinceNs = System.nanoTime();
            } else if (timeoutMs >= 0 && System.nanoTime() - idleSinceNs >= timeoutMs * 1_000_000) {
                return true;
            }
        }
        return false;
    }

    private boolean isFull() {
        return maxMessages >= 0 && messages >= maxMessages;
    }

    private AcknowledgeType print(
            ConsumerRecord<byte[], byte[]> record, RecordReader.Printer printer) {
        messages++;
        try {
            printer.print(record);
        } catch (RuntimeException e) {
            if (!rejectOnError) {
                throw e;
            }
            return AcknowledgeType.REJECT;
        }
        if (other == null) {
            return AcknowledgeType.ACCEPT;
        }
        return other.reject ? AcknowledgeType.REJECT : AcknowledgeType.RELEASE;
    }
}
