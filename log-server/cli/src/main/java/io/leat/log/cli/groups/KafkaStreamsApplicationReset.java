package io.leat.log.cli.groups;

import io.leat.clients.admin.Admin;
import io.leat.log.cli.AdminOptions;
import io.leat.log.cli.ServerOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code kafka-streams-application-reset.sh}: takes a Streams application back to where it began,
 * so that it reads its input again.
 */
@Command(
        name = "kafka-streams-application-reset",
        hidden = true,
        description = {
            "Reset a Streams application: move the offsets of its input topics, to the earliest ones"
                    + " unless told otherwise, and delete its internal topics.",
            "It leaves output topics alone, and the stores that instances keep: call cleanUp() before"
                    + " they start again, or delete their state.dir. Stop all instances first."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: look first, then reset:",
            "  kafka-streams-application-reset.sh --bootstrap-server localhost:9092 --application-id"
                    + " counts --input-topics lines --dry-run"
        })
public final class KafkaStreamsApplicationReset implements Callable<Integer> {

    private static final String[] TARGETS = {
        "--to-earliest",
        "--to-latest",
        "--to-offset",
        "--shift-by",
        "--to-datetime",
        "--by-duration",
        "--from-file"
    };

    @Spec CommandSpec spec;
    @Mixin ServerOptions server;

    @Option(
            names = "--application-id",
            required = true,
            paramLabel = "ID",
            description = "The application.id.")
    String application = "";

    @Option(
            names = "--input-topics",
            split = ",",
            paramLabel = "TOPICS",
            description = "Input topics whose offsets are moved, separated by commas.")
    List<String> inputTopics = List.of();

    @Option(
            names = "--intermediate-topics",
            split = ",",
            paramLabel = "TOPICS",
            description = "Deprecated: topics whose offsets are moved to the end.")
    List<String> intermediateTopics = List.of();

    @Option(
            names = "--internal-topics",
            split = ",",
            paramLabel = "TOPICS",
            description = "Delete only these of the internal topics.")
    List<String> internalTopics = List.of();

    @Option(names = "--force", description = "Remove members that the group still has.")
    boolean force;

    @Option(names = "--config-file", hidden = true)
    @Nullable Path configFile;

    @Option(names = "--dry-run", description = "Only print what would be done.")
    boolean dryRun;

    @Mixin ResetTo to;

    @Override
    public Integer call() throws Exception {
        new OptionRules(spec).takesAtMostOne("--application-id", TARGETS);
        PrintWriter out = spec.commandLine().getOut();
        try (Admin admin = admin()) {
            ApplicationReset reset = new ApplicationReset(admin, application, dryRun, out);
            reset.dismiss(force);
            if (dryRun) {
                out.println(
                        "----Dry run displays the actions which will be performed when running"
                                + " Streams Reset Tool----");
            }
            boolean found =
                    reset.offsets(inputTopics, to.target(List.of(application)), intermediateTopics);
            Set<String> user = new TreeSet<>(inputTopics);
            user.addAll(intermediateTopics);
            return reset.delete(internalTopics, user) && found ? 0 : 1;
        } finally {
            out.flush();
        }
    }

    private Admin admin() {
        if (configFile == null) {
            return server.admin();
        }
        Properties properties = AdminOptions.read(configFile);
        properties.putAll(server.properties());
        return Admin.create(properties);
    }
}
