package io.leat.log.server;

import io.leat.log.cli.CommandLogging;
import io.leat.log.cli.Leat;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The process behind {@code bin/leat server}. Reads its few options itself, because the command
 * line library takes longer to load than the server takes to start; whatever is not the plain case
 * (a mistake, {@code --help}, {@code --debug}) it leaves to {@link Leat}.
 */
public final class ServerMain {

    private ServerMain() {}

    public static void main(String[] arguments) {
        ServerSettings settings = plain(List.of(arguments));
        if (settings == null) {
            Leat.main(arguments);
            return;
        }
        CommandLogging.configure(arguments);
        System.exit(serve(settings, System.out, new PrintWriter(System.err, true)));
    }

    private static int serve(ServerSettings settings, PrintStream out, PrintWriter err) {
        try {
            return ServerCommand.serve(
                    settings.merged(),
                    line -> {
                        out.println(line);
                        out.flush();
                    });
        } catch (RuntimeException e) {
            return Leat.explain(e, "server", err, false);
        }
    }

    /** The settings of a command line without anything special in it, or null. */
    static @Nullable ServerSettings plain(List<String> arguments) {
        if (arguments.isEmpty() || !arguments.get(0).equals("server")) {
            return null;
        }
        ServerSettings settings = new ServerSettings();
        for (int i = 1; i < arguments.size(); i++) {
            String option = arguments.get(i);
            if (option.equals("--insecure")) {
                settings.insecure(true);
                continue;
            }
            String value = ++i < arguments.size() ? arguments.get(i) : "-";
            if (value.startsWith("-") || !take(settings, option, value)) {
                return null;
            }
        }
        return settings;
    }

    private static boolean take(ServerSettings settings, String option, String value) {
        switch (option) {
            case "--config" -> settings.config(Path.of(value));
            case "--port" -> settings.port(value);
            case "--data" -> settings.data(value);
            case "--set" -> {
                int equals = value.indexOf('=');
                if (equals <= 0) {
                    return false;
                }
                settings.set(value.substring(0, equals), value.substring(equals + 1));
            }
            default -> {
                return false;
            }
        }
        return true;
    }
}
