package io.leat.log.cli;

import io.leat.log.cli.logging.StandardErrorLogging;
import java.util.Arrays;

/**
 * Chooses what is logged on standard error: everything from INFO on for a server, only warnings for
 * commands, all of it with {@code --debug}. A choice of the operator's own wins.
 */
public final class CommandLogging {

    private static final String PROVIDER = "slf4j.provider";

    private CommandLogging() {}

    /** For a command line that begins with the command's name; before anything logs. */
    public static void configure(String... arguments) {
        String command = arguments.length == 0 ? "" : arguments[0];
        boolean server = command.equals("server") || command.equals("warm-up");
        boolean debug = Arrays.asList(arguments).contains("--debug");
        if (System.getProperty(PROVIDER) == null) {
            System.setProperty(PROVIDER, StandardErrorLogging.class.getName());
            System.setProperty("slf4j.internal.verbosity", "WARN");
        }
        if (System.getProperty(StandardErrorLogging.LEVEL) == null) {
            System.setProperty(
                    StandardErrorLogging.LEVEL, debug ? "debug" : server ? "info" : "warn");
        }
    }
}
