package io.leat.log.testkit.live;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** kcat, which is librdkafka, as a process. Stateless. */
final class Kcat {

    private Kcat() {}

    static boolean installed() throws InterruptedException {
        try {
            return new ProcessBuilder("kcat", "-V")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    static Process start(String address, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("kcat", "-b", address));
        command.addAll(List.of("-X", "reconnect.backoff.max.ms=200"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start();
    }

    /** Gives each line to {@code taken}, on a thread that ends with the stream. */
    static Thread lines(InputStream stream, String name, Consumer<String> taken) {
        Thread thread =
                new Thread(
                        () -> {
                            try (BufferedReader lines =
                                    new BufferedReader(
                                            new InputStreamReader(
                                                    stream, StandardCharsets.UTF_8))) {
                                for (String line = lines.readLine();
                                        line != null;
                                        line = lines.readLine()) {
                                    taken.accept(line);
                                }
                            } catch (IOException e) {
                                // The process was ended while this was read.
                            }
                        },
                        name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
