package io.leat.log.server;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * kcat, which is librdkafka, with idempotence. It says on standard error what was delivered, and
 * ends with 0 when everything was.
 */
final class KcatLoad extends NumberLoad {

    /** It tells of deliveries only when it is given the next line: no waiting for them. */
    private static final long ASKED_FOR_MORE_MS = 2;

    private static final Pattern DELIVERED =
            Pattern.compile("Message delivered to partition 0 \\(offset (\\d+)\\)");

    private final String address;
    private volatile String lastWords = "";

    KcatLoad(String address) {
        super("from-kcat", ASKED_FOR_MORE_MS);
        this.address = address;
    }

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

    @Override
    void produce() throws Exception {
        Process kcat =
                new ProcessBuilder(
                                "kcat",
                                "-P",
                                "-E", // a server that is away is no reason to end
                                "-vvv",
                                "-b",
                                address,
                                "-t",
                                topic(),
                                "-X",
                                "enable.idempotence=true",
                                "-X",
                                "linger.ms=1",
                                "-X",
                                "batch.num.messages=50",
                                "-X",
                                "topic.produce.offset.report=true",
                                "-X",
                                "reconnect.backoff.max.ms=200")
                        .start();
        try {
            Thread reader = new Thread(() -> read(kcat), "load-from-kcat-acknowledgements");
            reader.start();
            try (BufferedWriter lines =
                    new BufferedWriter(
                            new OutputStreamWriter(
                                    kcat.getOutputStream(), StandardCharsets.UTF_8))) {
                for (int number = next(); number >= 0; number = next()) {
                    lines.write(number + "\n");
                    lines.flush();
                }
            }
            boolean ended = kcat.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (!ended || kcat.exitValue() != 0) {
                reader.join();
                fail("kcat could not deliver everything: " + lastWords);
            }
            reader.join();
        } finally {
            kcat.destroyForcibly();
        }
    }

    private void read(Process kcat) {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(kcat.getErrorStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher delivered = DELIVERED.matcher(line);
                if (delivered.find()) {
                    acknowledge(Long.parseLong(delivered.group(1)));
                } else {
                    lastWords = line;
                }
            }
        } catch (IOException e) {
            fail("kcat's output ended: " + e.getMessage());
        }
    }
}
