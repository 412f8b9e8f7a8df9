package io.leat.log.cli.verifiable;

import io.leat.clients.producer.LeatProducer;
import io.leat.clients.producer.Producer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.clients.producer.RecordMetadata;
import io.leat.common.serialization.StringSerializer;
import io.leat.log.cli.Interrupts;
import io.leat.log.cli.ServerOptions;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kafka-verifiable-producer.sh}: sends growing numbers and says what became of each. */
@Command(
        name = "kafka-verifiable-producer",
        hidden = true,
        description = "Send growing numbers; print what became of each as JSON.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class KafkaVerifiableProducer implements Callable<Integer> {

    private static final int UNTHROTTLED = -1;

    @Spec CommandSpec spec;
    @Mixin ServerOptions server;

    @Option(names = "--topic", required = true, paramLabel = "TOPIC", description = "Where to.")
    String topic;

    @Option(
            names = "--max-messages",
            defaultValue = "-1",
            paramLabel = "N",
            description = "End after so many; -1 for never (default: ${DEFAULT-VALUE}).")
    long maxMessages;

    @Option(
            names = "--throughput",
            defaultValue = "-1",
            paramLabel = "N",
            description = "About so many a second; -1 for all that go (default: ${DEFAULT-VALUE}).")
    long throughput;

    @Option(
            names = "--acks",
            defaultValue = "-1",
            paramLabel = "N",
            description = "Acknowledgements to wait for: 0, 1 or -1 (default: ${DEFAULT-VALUE}).")
    int acks;

    @Option(
            names = "--message-create-time",
            defaultValue = "-1",
            paramLabel = "MS",
            description = "Time of the first record, in ms since 1970; -1 for now.")
    long createTimeMs;

    @Option(
            names = "--value-prefix",
            paramLabel = "N",
            description = "Values are this number, a dot and the growing number.")
    @Nullable Integer valuePrefix;

    @Option(
            names = "--repeating-keys",
            paramLabel = "N",
            description = "Keys are 0 to N - 1, again and again; none without this.")
    @Nullable Integer repeatingKeys;

    private final AtomicLong acknowledged = new AtomicLong();
    private volatile boolean stopping;
    private long sent;

    @Override
    public Integer call() throws Exception {
        EventLines lines = new EventLines(spec.commandLine().getOut());
        Thread sender = Thread.currentThread();
        Interrupts.onInterrupt(
                () -> {
                    stopping = true;
                    sender.interrupt();
                });
        long start = System.nanoTime();
        try (Producer<String, String> producer =
                new LeatProducer<>(properties(), new StringSerializer(), new StringSerializer())) {
            lines.print("startup_complete");
            while (!stopping && (maxMessages < 0 || sent < maxMessages)) {
                if (awaitTurn(start)) {
                    send(producer, lines, start);
                }
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        lines.print("shutdown_complete");
        lines.print(
                EventLines.event("tool_data")
                        .with("sent", sent)
                        .with("acked", acknowledged.get())
                        .with("target_throughput", throughput)
                        .with("avg_throughput", acknowledged.get() / seconds));
        return 0;
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("acks", Integer.toString(acks));
        // What fails is told of: nothing is tried again.
        properties.setProperty("retries", "0");
        properties.setProperty("enable.idempotence", "false");
        properties.putAll(server.properties());
        return properties;
    }

    /** Waits until the next record may be sent; false if the wait was broken off. */
    private boolean awaitTurn(long start) {
        if (throughput == UNTHROTTLED) {
            return true;
        }
        long ahead =
                throughput == 0
                        ? TimeUnit.DAYS.toNanos(1)
                        : start + sent * 1_000_000_000L / throughput - System.nanoTime();
        try {
            TimeUnit.NANOSECONDS.sleep(ahead);
        } catch (InterruptedException e) {
            return false; // told to stop
        }
        return throughput != 0;
    }

    private void send(Producer<String, String> producer, EventLines lines, long start) {
        String key = repeatingKeys == null ? null : Long.toString(sent % repeatingKeys);
        String value = valuePrefix == null ? Long.toString(sent) : valuePrefix + "." + sent;
        Long time =
                createTimeMs < 0
                        ? null
                        : createTimeMs + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        sent++;
        try {
            Future<RecordMetadata> unused =
                    producer.send(
                            new ProducerRecord<>(topic, null, time, key, value),
                            (metadata, exception) -> tell(lines, key, value, metadata, exception));
        } catch (RuntimeException e) {
            tell(lines, key, value, null, e);
        }
    }

    private void tell(
            EventLines lines,
            @Nullable String key,
            String value,
            @Nullable RecordMetadata metadata,
            @Nullable Exception exception) {
        EventLines.Event event =
                EventLines.event(
                                exception == null ? "producer_send_success" : "producer_send_error")
                        .with("key", key)
                        .with("value", value)
                        .with("topic", topic);
        if (exception != null || metadata == null) {
            event.with("exception", exception == null ? null : exception.getClass().toString())
                    .with("message", exception == null ? null : exception.getMessage());
        } else {
            acknowledged.incrementAndGet();
            event.with("partition", metadata.partition()).with("offset", metadata.offset());
        }
        lines.print(event);
    }
}
