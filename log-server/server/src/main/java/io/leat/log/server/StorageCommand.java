package io.leat.log.server;

import io.leat.log.cli.LeatCommand;
import io.leat.log.cli.OutputOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code leat storage}: data directories before their node starts. */
@Command(
        name = "storage",
        mixinStandardHelpOptions = true,
        description = "Format data directories, and look whose they are.",
        footer = {
            "",
            "Mostly there is no need for it: a server formats an empty directory by itself. It is"
                    + " for clusters whose first voters are to be named with their directories, so"
                    + " that voters can change later, or that begin at other feature levels.",
            "",
            "Examples:",
            "  leat storage random-uuid",
            "  leat storage format --config node1.properties --cluster-id ID"
                    + " --initial-controllers 1@h1:9093:DIR1,2@h2:9093:DIR2,3@h3:9093:DIR3",
            "  leat storage format --config node4.properties --cluster-id ID"
                    + " --no-initial-controllers",
            "  leat storage info --data leat-data"
        })
public final class StorageCommand implements LeatCommand {

    /** Which directory is meant. */
    static final class Where {
        @Option(
                names = {"--config", "-c"},
                paramLabel = "FILE",
                description = "Settings of the node, as in Kafka's server.properties.")
        @Nullable Path config;

        @Option(
                names = "--data",
                paramLabel = "DIR",
                description = "The directory, if no setting says (default: leat-data).")
        @Nullable String data;

        @Option(
                names = "--set",
                paramLabel = "key=value",
                description = "One setting; can be given several times.")
        @Nullable Map<String, String> set;

        Map<String, String> settings() {
            ServerSettings settings = new ServerSettings();
            settings.config(config);
            settings.data(data);
            if (set != null) {
                set.forEach(settings::set);
            }
            return settings.merged();
        }
    }

    @Spec CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(), "Say what to do: format, info or random-uuid.");
    }

    @Command(
            name = "format",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Mark an empty directory with its node and cluster.")
    int format(@Mixin Where where, @Mixin Formatting formatting, @Mixin OutputOptions output) {
        PrintWriter out = spec.commandLine().getOut();
        List<Formatting.Outcome> outcomes = formatting.format(where.settings(), false);
        if (!output.isForPeople()) {
            output.print(outcomes.stream().map(StorageCommand::document).toList(), out);
            return 0;
        }
        for (Formatting.Outcome done : outcomes) {
            out.println(
                    (done.before() ? "Was formatted before: " : "Formatted ")
                            + done.directory()
                            + " for node "
                            + done.identity().nodeId()
                            + " of cluster "
                            + done.identity().clusterId()
                            + "; its directory id is "
                            + done.identity().directoryId());
        }
        out.flush();
        return 0;
    }

    @Command(
            name = "info",
            mixinStandardHelpOptions = true,
            description = "Say whose data a directory holds.")
    int info(@Mixin Where where, @Mixin OutputOptions output) {
        StorageInfo info = StorageInfo.of(where.settings());
        PrintWriter out = spec.commandLine().getOut();
        if (output.isForPeople()) {
            info.print(out);
        } else {
            output.print(info.document(), out);
        }
        return info.problems().isEmpty() ? 0 : 1;
    }

    private static Map<String, Object> document(Formatting.Outcome done) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("directory", done.directory().toString());
        document.put("before", done.before());
        document.putAll(StorageInfo.document(done.identity()));
        return document;
    }

    @Command(
            name = "random-uuid",
            mixinStandardHelpOptions = true,
            description = "Print a random id, for clusters and directories.")
    int randomId(@Mixin OutputOptions output) {
        PrintWriter out = spec.commandLine().getOut();
        String id = Formatting.random().toString();
        if (output.isForPeople()) {
            out.println(id);
            out.flush();
        } else {
            output.print(Map.of("id", id), out);
        }
        return 0;
    }
}
