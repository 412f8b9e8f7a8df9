package io.leat.log.cli;

import io.leat.clients.producer.LeatProducer;
import io.leat.clients.producer.Producer;
import io.leat.common.serialization.ByteArraySerializer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Sends each line of an input as one record. Runs on the command's thread. */
public final class LineProducer {

    private final LineSyntax syntax;
    private final boolean synchronous;
    private final @Nullable PrintWriter prompt;

    /**
     * @param synchronous wait for each record's acknowledgement before reading the next line
     * @param prompt where to print {@code >} before each line; null for none
     */
    public LineProducer(LineSyntax syntax, boolean synchronous, @Nullable PrintWriter prompt) {
        this.syntax = syntax;
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
                                syntax.record(line, sent + 1),
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

    private static void failOn(@Nullable Exception failure) throws Exception {
        if (failure != null) {
            throw failure;
        }
    }
}
