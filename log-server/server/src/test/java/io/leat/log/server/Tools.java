package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.log.cli.Leat;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** Runs commands of leat in this process. Stateless. */
final class Tools {

    /** What a command did. */
    record Run(int code, String output, String errors) {
        @Override
        public String toString() {
            return "exit code " + code + "\n" + output + "\n" + errors;
        }
    }

    private Tools() {}

    static Run run(String... arguments) {
        return run(new StringWriter(), arguments);
    }

    /** As above, with what it prints as it does. */
    static Run run(StringWriter out, String... arguments) {
        StringWriter err = new StringWriter();
        CommandLine line = Leat.commandLine(arguments);
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        int code = line.execute(arguments);
        return new Run(code, out.toString(), err.toString());
    }

    /** What a command prints that succeeds. */
    static String output(String... arguments) {
        Run run = run(arguments);
        assertEquals(0, run.code(), String.join(" ", arguments) + "\n" + run);
        return run.output();
    }
}
