package io.leat.streams.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.clients.ApacheTools;
import io.leat.log.cli.Leat;
import io.leat.streams.LeatStreams;
import io.leat.streams.StreamsConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kafka-streams-groups.sh} and Apache's own, of the same group: they print the same but for
 * blanks and the order of offsets, which Apache's does not sort.
 */
final class StreamsGroupScriptTest {

    private static final String TOOL = "streams.StreamsGroupCommand";

    @TempDir Path folder;
    private CountingApp app;
    private ApacheTools apache;

    @BeforeEach
    void start() throws Exception {
        app = new CountingApp(folder);
        apache = new ApacheTools();
    }

    @AfterEach
    void stop() throws Exception {
        app.close();
        apache.close();
    }

    private ApacheTools.Run theirs(String words) throws Exception {
        return apache.tryMain(TOOL, line(words).toArray(String[]::new));
    }

    private ApacheTools.Run ours(String words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] all =
                Stream.concat(Stream.of("kafka-streams-groups"), line(words))
                        .toArray(String[]::new);
        int code =
                Leat.commandLine(all)
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err))
                        .execute(all);
        return new ApacheTools.Run(code, out.toString(), err.toString());
    }

    private Stream<String> line(String words) {
        return Stream.concat(
                Stream.of("--bootstrap-server", app.bootstrap()), Stream.of(words.split(" ")));
    }

    private static List<String> rows(ApacheTools.Run run) {
        return run.output()
                .lines()
                .map(line -> line.strip().replaceAll(" +", " "))
                .map(line -> line.replaceAll("(org\\.apache\\.kafka|java\\.lang)[.\\w]+: ", ""))
                .sorted()
                .toList();
    }

    private void assertSame(String... lines) throws Exception {
        for (String words : lines) {
            ApacheTools.Run ours = ours(words);
            ApacheTools.Run theirs = theirs(words);
            assertEquals(rows(theirs), rows(ours), () -> words + "\n" + ours + theirs);
            // Apache's tool prints an error and ends with 0.
            int code = theirs.output().contains("Error: ") ? 1 : theirs.code();
            assertEquals(code, ours.code(), () -> words + "\n" + ours + theirs);
        }
    }

    @Test
    void shouldPrintWhatApachesToolPrints() throws Exception {
        Properties settings = app.settings("one");
        settings.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "streams");
        try (LeatStreams one = CountingApp.started(app.instance(settings))) {
            app.send(0, 40);
            CountingApp.awaitKeys(one, 40, false);
            assertSame(
                    "--list",
                    "--list --state",
                    "--list --state stable",
                    "--describe --group app --members",
                    "--describe --group app --members --verbose",
                    "--describe --group app --state",
                    "--describe --group app --state --verbose",
                    "--delete --group app");
            await().atMost(CountingApp.PATIENCE)
                    .untilAsserted(
                            () ->
                                    assertSame(
                                            "--describe --group app",
                                            "--describe --group app --offsets --verbose",
                                            "--describe --all-groups"));
        }
        // Of a group without members Apache's tool shows no offsets.
        assertEquals(5, rows(ours("--describe --group app")).size());
        assertSame(
                "--describe --group app --members",
                "--reset-offsets --group app --all-input-topics --to-earliest --dry-run",
                "--reset-offsets --group app --input-topic in --shift-by -1 --dry-run",
                "--reset-offsets --group app --input-topic in:0,1 --to-latest --export --dry-run",
                "--delete-offsets --group app --input-topic in:1",
                "--delete --group nobody");
        for (String wrong :
                List.of(
                        "--describe",
                        "--delete",
                        "--delete-offsets --group app",
                        "--reset-offsets --group app --all-input-topics --to-latest",
                        "--reset-offsets --group app --to-latest --dry-run",
                        "--delete --group app --input-topic in",
                        "--list --members")) {
            assertEquals(1, theirs(wrong).code(), wrong);
            assertEquals(2, ours(wrong).code(), wrong);
        }
        assertEquals(
                List.of(
                        "Deletion of associated internal topics of the streams groups ('app') was"
                                + " successful.",
                        "Deletion of requested streams groups ('app') was successful."),
                rows(ours("--delete --group app --delete-all-internal-topics")));
    }
}
