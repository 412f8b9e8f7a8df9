package io.leat.log.cli;

import java.util.Arrays;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Sets up logs on standard error: one line each, everything from INFO on for a server, only
 * warnings for commands, all of it with {@code --debug}. A logging configuration of the operator's
 * own wins.
 */
final class CommandLogging {

    private static final String FORMAT = "java.util.logging.SimpleFormatter.format";

    private CommandLogging() {}

    static void configure(String... arguments) {
        if (System.getProperty("java.util.logging.config.file") != null) {
            return;
        }
        if (System.getProperty(FORMAT) == null) {
            System.setProperty(FORMAT, "%1$tF %1$tT.%1$tL %4$-7s %5$s%6$s%n");
        }
        boolean server = arguments.length > 0 && arguments[0].equals("server");
        boolean debug = Arrays.asList(arguments).contains("--debug");
        Level level = debug ? Level.FINE : server ? Level.INFO : Level.WARNING;
        Logger root = Logger.getLogger("");
        root.setLevel(debug ? Level.INFO : level);
        Logger.getLogger("io.leat").setLevel(level);
        for (Handler handler : root.getHandlers()) {
            handler.setLevel(Level.ALL);
        }
    }
}
