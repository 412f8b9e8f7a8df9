package io.leat.log.cli;

import io.leat.clients.producer.LeatProducer;
import io.leat.clients.producer.Producer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.serialization.ByteArraySerializer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Sends each line of an input as one record. Runs on the command's thread. */
public final class LineProducer {

    private final String topic;
    private final @Nullable String keySeparator;
    private final boolean synchronous;
    private final @Nullable PrintWriter prompt;

    /**
     * @param keySeparator splits a line into key and value; null when lines are values
     * @param synchronous wait for each record's acknowledgement before reading the next line
     * @param prompt where to print {@code >} before each line; null for none
     */
    public LineProducer(
            String topic,
            @Nullable String keySeparator,
            boolean synchronous,
            @Nullable PrintWriter prompt) {
        this.topic = topic;
        this.keySeparator = keySeparator;
        this.synchronous = synchronous;
        this.prompt = prompt;
    }

    /** Sends until the input ends; returns the number of records acknowledged. */
    public long run(Properties properties, BufferedReader input) throws Exception {
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        long sent = 0;
        try (Producer<byte[], byte[]> producer =
                new LeatProducer<>(
                        properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (String line = next(input); line != null; line = next(input)) {
                var acknowledged =
                        producer.send(
                                record(line),
                                (metadata, exception) -> {
                                    if (exception != null) {
                                        failure.compareAndSet(null, exception);
                                    }
                                });
                if (synchronous) {
                    acknowledged.get();
                }
                sent++;
                failOn(failure.get());
            }
            producer.flush();
        }
        failOn(failure.get());
        return sent;
    }

    private @Nullable String next(BufferedReader input) throws IOException {
        if (prompt != null) {
            prompt.print(">");
            prompt.flush();
        }
        return input.readLine();
    }

    private ProducerRecord<byte[], byte[]> record(String line) {
        if (keySeparator == null) {
            return new ProducerRecord<>(topic, line.getBytes(StandardCharsets.UTF_8));
        }
        int split = line.indexOf(keySeparator);
        if (split < 0) {
            throw new CommandFailure(
                    "no key separator '" + keySeparator + "' in the line: " + line);
        }
        return new ProducerRecord<>(
                topic,
                line.substring(0, split).getBytes(StandardCharsets.UTF_8),
                line.substring(split + keySeparator.length()).getBytes(StandardCharsets.UTF_8));
    }

    private static void failOn(@Nullable Exception failure) throws Exception {
        if (failure != null) {
            throw failure;
        }
    }
}
