package io.leat.log.cli.kafka;

import io.leat.log.cli.CommandFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What records of {@code kafka-producer-perf-test.sh} hold: exactly one of these is asked for. */
final class Payloads {

    @Option(names = "--record-size", paramLabel = "BYTES", description = "How large each is.")
    @Nullable Integer size;

    @Option(
            names = "--payload-file",
            paramLabel = "FILE",
            description = "Each holds a line of this file, drawn at random.")
    @Nullable Path file;

    @Option(names = "--payload-monotonic", description = "They hold 0, 1, 2 and so on.")
    boolean monotonic;

    private final Random random = new Random(0);
    private List<byte[]> parts = List.of();

    /** Before the first {@link #next}. */
    void prepare(String delimiter, PrintWriter out) {
        if (file != null) {
            out.println("Reading payloads from: " + file.toAbsolutePath());
            parts = read(file, delimiter);
            out.println("Number of records read: " + parts.size());
        } else if (size != null) {
            byte[] value = new byte[size];
            for (int i = 0; i < value.length; i++) {
                value[i] = (byte) ('A' + random.nextInt(26));
            }
            parts = List.of(value);
        }
    }

    private static List<byte[]> read(Path file, String delimiter) {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CommandFailure("cannot read " + file + ": " + e.getMessage(), e);
        }
        List<byte[]> parts = new ArrayList<>();
        for (String part : text.split(Pattern.quote(delimiter), -1)) {
            parts.add(part.getBytes(StandardCharsets.UTF_8));
        }
        if (text.endsWith(delimiter)) {
            parts.remove(parts.size() - 1); // nothing stands behind the last one
        }
        if (text.isEmpty() || parts.isEmpty()) {
            throw new CommandFailure(file + " is empty: it has nothing to send.");
        }
        return parts;
    }

    byte[] next(long number) {
        if (monotonic) {
            return Long.toString(number).getBytes(StandardCharsets.UTF_8);
        }
        return parts.get(parts.size() == 1 ? 0 : random.nextInt(parts.size())).clone();
    }
}
