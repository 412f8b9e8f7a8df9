package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.cli.Leat;
import io.leat.log.cli.LeatCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServerCommandTest {

    @TempDir Path folder;

    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        String[] line =
                Stream.concat(Stream.of("server"), Stream.of(arguments)).toArray(String[]::new);
        return Leat.commandLine().setErr(new PrintWriter(err, true)).execute(line);
    }

    @Test
    void shouldBeFoundByTheCommandLine() {
        assertTrue(
                ServiceLoader.load(LeatCommand.class).stream()
                        .anyMatch(found -> found.type() == ServerCommand.class));
    }

    @Test
    void shouldReadAPlainLineAsTheCommandLineLibraryDoes() throws java.io.IOException {
        Path file = Files.writeString(folder.resolve("s.properties"), "num.partitions=3\n");
        Map<String, String> settings =
                plain("--config", file + "", "--port", "0", "--data", "d", "--insecure").merged();
        assertEquals(
                Map.of(
                        "num.partitions", "3",
                        "listeners", "PLAINTEXT://127.0.0.1:0",
                        "log.dirs", "d",
                        "leat.insecure", "true"),
                settings);
        assertEquals(
                Map.of("num.partitions", "5", "a", "b=c"),
                plain("--set", "num.partitions=5", "--set", "a=b=c").merged());
        assertEquals(Map.of(), plain().merged());
    }

    @Test
    void shouldLeaveAnyOtherLineToTheCommandLineLibrary() {
        for (String line :
                List.of(
                        "--help",
                        "--debug",
                        "--port",
                        "--port=1",
                        "--set x",
                        "extra",
                        "--prot 1")) {
            assertNull(ServerMain.plain(List.of(("server " + line).split(" "))), line);
        }
    }

    private static ServerSettings plain(String... options) {
        List<String> line = new ArrayList<>(List.of("server"));
        line.addAll(List.of(options));
        return ServerMain.plain(line);
    }

    @Test
    void shouldEndWithOneLineWhenTheSettingsFileIsMissing() {
        assertEquals(1, run("--config", folder.resolve("no.properties").toString()));
        assertTrue(err.toString().contains("There is no settings file"), err.toString());
        assertFalse(err.toString().contains("\tat "), "no stack trace");
    }

    @Test
    void shouldEndWithOneLineWhenASettingIsWrong() throws java.io.IOException {
        Path file = Files.writeString(folder.resolve("s.properties"), "num.partitons=3\n");
        assertEquals(1, run("--config", file.toString()));
        assertTrue(err.toString().contains("did you mean 'num.partitions'?"), err.toString());
    }

    @Test
    void shouldShowTheStackWhenAskedTo() {
        assertEquals(1, run("--debug", "--port", "99999"));
        assertTrue(err.toString().contains("--port 99999 is no port"), err.toString());
        assertTrue(err.toString().contains("\tat "), err.toString());
    }
}
