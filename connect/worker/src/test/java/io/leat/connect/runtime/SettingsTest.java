package io.leat.connect.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.common.config.ConfigException;
import io.leat.connect.errors.ConnectException;
import io.leat.log.cli.Leat;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Wrong settings are told before anything starts: no server is needed to find them. */
class SettingsTest {

    @TempDir Path folder;

    private static final String SINK = "name=s connector.class=FileStreamSink file=out ";
    private static final String SOURCE = "name=s connector.class=FileStreamSource file=in topic=t ";
    private static final String NUMBERS =
            "name=s connector.class=io.leat.connect.runtime.ProbeSource topic=t ";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "connector.class=FileStreamSink -> needs a name",
                "name=s -> needs connector.class",
                "name=s connector.class=no.such.Connector -> there is no such class",
                "name=s connector.class=java.lang.String -> not a Connector",
                "name=s connector.class=FileStreamSource -> file",
                SINK + " -> topics",
                SINK + "topics=a topics.regex=b -> contradict",
                SINK + "topics.regex=(a -> no pattern",
                SINK + "topics=a tasks.max=0 -> tasks.max",
                SINK + "topics=a tasks.max=many -> tasks.max",
                SINK + "topics=a errors.tolerance=some -> errors.tolerance",
                SINK + "topics=a errors.deadletterqueue.topic.name=d -> errors.tolerance=all",
                SINK
                        + "topics=a,d errors.tolerance=all errors.deadletterqueue.topic.name=d ->"
                        + " in circles",
                SINK + "topics=a value.converter=no.such.Converter -> value.converter=no.such",
                SINK + "topics=a transforms=x -> transforms.x.type",
                SINK + "topics=a transforms=x transforms.x.type=HoistField$Value -> field",
                SINK
                        + "topics=a transforms=x transforms.x.type=Filter transforms.x.predicate=p ->"
                        + " predicate p is not listed",
                SINK
                        + "topics=a transforms=x transforms.x.type=Filter transforms.x.negate=true ->"
                        + " transforms.x.predicate as well",
                SOURCE + "transaction.boundary=sometimes -> transaction.boundary",
                SOURCE + "transaction.boundary=connector -> cannot set boundaries",
                NUMBERS + "exactly.once.support=required -> does not say that it supports that"
            })
    void shouldSayWhatIsWrong(String line) {
        String[] sides = line.split(" -> ");
        ConnectException failure =
                assertThrows(ConnectException.class, () -> check(settings(sides[0])));
        assertTrue(failure.getMessage().contains(sides[1].trim()), failure.getMessage());
    }

    private static Map<String, String> settings(String words) {
        Map<String, String> settings = new HashMap<>();
        for (String word : words.trim().split(" +")) {
            settings.put(
                    word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
        }
        return settings;
    }

    private static void check(Map<String, String> settings) {
        WorkerConfig worker = new WorkerConfig(Map.of());
        ConnectorConfig.nameIn(settings);
        io.leat.connect.connector.Connector connector =
                Plugins.create(
                        "connector.class",
                        ConnectorConfig.classIn(settings),
                        io.leat.connect.connector.Connector.class);
        ConnectorCheck.check(settings, connector, worker);
        ConnectorConfig config = ConnectorConfig.of(settings, connector);
        config.converters(worker).close();
        config.<io.leat.connect.sink.SinkRecord>transforms().close();
    }

    @Test
    void shouldTellAllProblemsAtOnce() {
        ConnectException failure =
                assertThrows(
                        ConnectException.class,
                        () -> check(settings("name=s connector.class=FileStreamSink tasks.max=0")));
        assertTrue(failure.getMessage().contains("tasks.max"), failure.getMessage());
        assertTrue(failure.getMessage().contains("topics"), failure.getMessage());
        assertTrue(failure.getMessage().contains("file"), failure.getMessage());
    }

    @Test
    void shouldRefuseASourceThatRequiresWhatTheWorkerSwitchesOff() {
        Map<String, String> settings = settings(SOURCE + "exactly.once.support=required");
        WorkerConfig worker = new WorkerConfig(Map.of("exactly.once.source.support", "disabled"));
        ConnectException failure =
                assertThrows(
                        ConnectException.class,
                        () ->
                                ConnectorCheck.check(
                                        settings,
                                        Plugins.create(
                                                "connector.class",
                                                "FileStreamSource",
                                                io.leat.connect.connector.Connector.class),
                                        worker));
        assertTrue(failure.getMessage().contains("exactly.once.source.support=enabled"));
    }

    @Test
    void shouldRefuseWrongSettingsOfTheWorker() {
        assertThrows(
                ConfigException.class,
                () -> new WorkerConfig(Map.of("offset.flush.interval.ms", "soon")));
        assertThrows(
                ConfigException.class,
                () -> new WorkerConfig(Map.of("exactly.once.source.support", "maybe")));
    }

    @Test
    void shouldExplainTheCommandAndEndWithOneForBadFiles() throws IOException {
        String[] help = run("connect", "--help");
        assertEquals("0", help[0]);
        assertTrue(help[1].contains("connector.class=FileStreamSource"), help[1]);
        assertEquals("2", run("connect")[0]);
        String[] missing = run("connect", folder + "/none.properties", folder + "/x.properties");
        assertEquals("1", missing[0]);
        assertTrue(missing[1].contains("there is no settings file"), missing[1]);
        Path worker = Files.write(folder.resolve("w.properties"), List.of("group.id=g"));
        Path connector = Files.write(folder.resolve("c.properties"), List.of("name=c"));
        String[] wrong = run("connect", worker.toString(), connector.toString());
        assertEquals("1", wrong[0]);
        assertTrue(wrong[1].contains("needs connector.class"), wrong[1]);
        assertFalse(wrong[1].contains("\tat "), wrong[1]);
    }

    /** The exit code and what was printed. */
    private static String[] run(String... arguments) {
        StringWriter text = new StringWriter();
        CommandLine line = Leat.commandLine();
        line.setOut(new PrintWriter(text));
        line.setErr(new PrintWriter(text));
        int exit = line.execute(arguments);
        return new String[] {Integer.toString(exit), text.toString()};
    }
}
