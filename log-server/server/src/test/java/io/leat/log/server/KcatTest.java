package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real server and kcat, which is librdkafka. */
final class KcatTest {

    @TempDir Path data;

    @BeforeEach
    void needsKcat() throws InterruptedException {
        assumeTrue(KcatLoad.installed(), "kcat is not installed");
    }

    private static String kcat(LeatServer server, String input, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kcat"));
        command.addAll(List.of("-b", server.endpoint().toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var out = process.getOutputStream()) {
            out.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS), "kcat hangs");
        assertEquals(0, process.exitValue(), output);
        return output;
    }

    private LeatServer server() {
        return LeatServer.start(
                Map.of("listeners", "PLAINTEXT://127.0.0.1:0", "log.dirs", data.toString()));
    }

    @Test
    void shouldListBrokersAndTopics() throws Exception {
        try (LeatServer server = server()) {
            String listing = kcat(server, "", "-L");
            assertTrue(listing.contains("broker 1 at " + server.endpoint()), listing);
            kcat(server, "", "-L", "-t", "made-by-asking");
            assertTrue(kcat(server, "", "-L").contains("topic \"made-by-asking\""));
        }
    }

    @Test
    void shouldProduceAndConsumeInAGroup() throws Exception {
        try (LeatServer server = server()) {
            kcat(server, "one\ntwo\nthree\n", "-P", "-t", "lines", "-z", "lz4");
            String read = kcat(server, "", "-C", "-t", "lines", "-o", "beginning", "-e", "-q");
            assertEquals("one\ntwo\nthree\n", read);
            String[] group = {
                "-G", "readers", "-X", "auto.offset.reset=earliest", "-e", "-q", "lines"
            };
            assertEquals("one\ntwo\nthree\n", kcat(server, "", group));
            kcat(server, "four\n", "-P", "-t", "lines");
            assertEquals("four\n", kcat(server, "", group), "it resumes behind what it read");
        }
    }

    @Test
    void shouldReadBackWhatItSentInEveryCodec() throws Exception {
        try (LeatServer server = server()) {
            StringBuilder sent = new StringBuilder();
            for (String codec : List.of("none", "gzip", "snappy", "lz4", "zstd")) {
                String lines = (codec + " ").repeat(100) + "\n" + codec + "\n";
                kcat(server, lines, "-P", "-t", "codecs", "-z", codec);
                sent.append(lines);
            }
            assertEquals(
                    sent.toString(),
                    kcat(server, "", "-C", "-t", "codecs", "-o", "beginning", "-e", "-q"));
        }
    }

    @Test
    void shouldCommitATransaction() throws Exception {
        try (LeatServer server = server()) {
            kcat(server, "", "-L", "-t", "committed");
            String[] transaction = {"-P", "-t", "committed", "-X", "transactional.id=kcat"};
            kcat(server, "one\ntwo\n", transaction);
            kcat(server, "three\n", transaction);
            String[] read = {
                "-C",
                "-t",
                "committed",
                "-o",
                "beginning",
                "-e",
                "-q",
                "-X",
                "isolation.level=read_committed"
            };
            assertEquals("one\ntwo\nthree\n", kcat(server, "", read));
        }
    }
}
