package io.leat.log.server;

import io.leat.log.cli.LeatCommand;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code leat server}: runs a log server in the foreground until it is told to stop. */
@Command(
        name = "server",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Run a log server that speaks the Kafka protocol.",
        footer = {
            "",
            "Later settings win: the file, then --set, then --port, --data and --insecure.",
            "Prints one line with 'ready' and its address once it serves; SIGTERM stops it."
        })
public final class ServerCommand implements LeatCommand {

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings, as in Kafka's server.properties.")
    private @Nullable Path config;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Port on 127.0.0.1; 0 is any free one (default: 9092).")
    private @Nullable String port;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data directory; made on first use (default: leat-data).")
    private @Nullable String data;

    @Option(
            names = "--set",
            paramLabel = "key=value",
            description = "One setting; can be given several times.")
    private Map<String, String> set = new HashMap<>();

    @Option(
            names = "--insecure",
            description =
                    "Allow listeners that other machines can reach and where nobody has to prove who"
                            + " he is: whoever reaches them can read and change everything.")
    private boolean insecure;

    @Override
    public Integer call() {
        ServerSettings settings = new ServerSettings();
        settings.config(config);
        set.forEach(settings::set);
        settings.port(port);
        settings.data(data);
        settings.insecure(insecure);
        PrintWriter out = writer();
        return serve(
                settings.merged(),
                line -> {
                    out.println(line);
                    out.flush();
                });
    }

    /** Runs a server until it is told to stop; returns the exit code. */
    static int serve(Map<String, String> settings, Consumer<String> out) {
        try (LeatServer server = LeatServer.start(settings)) {
            Thread hook = new Thread(server::close, "leat-shutdown");
            Runtime.getRuntime().addShutdownHook(hook);
            out.accept("leat server ready on " + server.endpoint());
            server.awaitStop();
            return server.failed() ? 1 : 0;
        }
    }

    private PrintWriter writer() {
        return spec == null ? new PrintWriter(System.out, true) : spec.commandLine().getOut();
    }
}
