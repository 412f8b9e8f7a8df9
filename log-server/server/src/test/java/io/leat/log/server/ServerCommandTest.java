package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.cli.Leat;
import io.leat.log.cli.LeatCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
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
