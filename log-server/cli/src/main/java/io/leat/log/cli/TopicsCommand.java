package io.leat.log.cli;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.NewPartitions;
import io.leat.clients.admin.NewTopic;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leat topics}: list, create, describe, grow and delete topics. */
@Command(
        name = "topics",
        description = "List, create, describe, grow and delete topics.",
        footer = {
            "",
            "Example: a topic that keeps the newest value of each key:",
            "  leat topics create prices --partitions 6 --config cleanup.policy=compact"
        },
        mixinStandardHelpOptions = true)
final class TopicsCommand implements Runnable {

    @Spec CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Say what to do: list, create, describe, grow or delete.");
    }

    @Command(
            name = "list",
            description = "Print the names of all topics.",
            mixinStandardHelpOptions = true)
    int list(
            @Mixin ServerOptions server,
            @Mixin OutputOptions output,
            @Option(names = "--internal", description = "Show internal topics too.")
                    boolean internal)
            throws Exception {
        return with(
                server,
                topics -> {
                    PrintWriter out = spec.commandLine().getOut();
                    if (output.isForPeople()) {
                        topics.names(internal).forEach(out::println);
                    } else {
                        output.print(topics.listed(internal), out);
                    }
                });
    }

    @Command(name = "create", description = "Create a topic.", mixinStandardHelpOptions = true)
    int create(
            @Mixin ServerOptions server,
            @Parameters(paramLabel = "TOPIC") String name,
            @Option(
                            names = {"--partitions", "-p"},
                            paramLabel = "N",
                            description = "Partitions.")
                    @Nullable Integer partitions,
            @Option(
                            names = {"--replication-factor", "-r"},
                            paramLabel = "N",
                            description = "Copies.")
                    @Nullable Short replicationFactor,
            @Option(
                            names = {"--config", "-c"},
                            paramLabel = "KEY=VALUE",
                            description = "Topic setting.")
                    @Nullable Map<String, String> configs,
            @Option(names = "--if-not-exists", description = "No error when it exists.")
                    boolean ifNotExists)
            throws Exception {
        return with(
                server,
                topics ->
                        topics.create(
                                new NewTopic(
                                                name,
                                                Optional.ofNullable(partitions),
                                                Optional.ofNullable(replicationFactor))
                                        .configs(configs == null ? Map.of() : configs),
                                ifNotExists));
    }

    @Command(
            name = "describe",
            description = "Print partitions, leaders and settings.",
            mixinStandardHelpOptions = true)
    int describe(
            @Mixin ServerOptions server,
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "TOPIC", arity = "0..*") @Nullable List<String> names)
            throws Exception {
        return with(
                server,
                topics -> {
                    Collection<String> asked = names == null ? topics.names(false) : names;
                    if (output.isForPeople()) {
                        topics.describe(asked, Topics.Shown.ALL);
                    } else {
                        output.print(topics.described(asked), spec.commandLine().getOut());
                    }
                });
    }

    @Command(
            name = "grow",
            description = "Add partitions to a topic.",
            mixinStandardHelpOptions = true)
    int grow(
            @Mixin ServerOptions server,
            @Parameters(paramLabel = "TOPIC") String name,
            @Option(
                            names = {"--partitions", "-p"},
                            required = true,
                            paramLabel = "N",
                            description = "New total.")
                    int partitions)
            throws Exception {
        return with(
                server, topics -> topics.grow(List.of(name), NewPartitions.increaseTo(partitions)));
    }

    @Command(
            name = "delete",
            description = "Delete topics and their data.",
            mixinStandardHelpOptions = true)
    int delete(
            @Mixin ServerOptions server,
            @Parameters(paramLabel = "TOPIC", arity = "1..*") List<String> names)
            throws Exception {
        return with(server, topics -> topics.delete(names));
    }

    private int with(ServerOptions server, TopicsWork work) throws Exception {
        try (Admin admin = server.admin()) {
            work.run(new Topics(admin, spec.commandLine().getOut()));
        }
        spec.commandLine().getOut().flush();
        return 0;
    }

    /** Something to do with topics over an open admin client. */
    private interface TopicsWork {
        void run(Topics topics) throws Exception;
    }
}
