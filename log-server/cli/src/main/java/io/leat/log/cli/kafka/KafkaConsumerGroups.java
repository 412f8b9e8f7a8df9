package io.leat.log.cli.kafka;

import io.leat.clients.admin.Admin;
import io.leat.log.cli.CommandFailure;
import io.leat.log.cli.Groups;
import io.leat.log.cli.OffsetTarget;
import io.leat.log.cli.ServerOptions;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kafka-consumer-groups.sh}. */
@Command(
        name = "kafka-consumer-groups",
        hidden = true,
        description = "List, describe, delete consumer groups and reset their offsets.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class KafkaConsumerGroups implements Callable<Integer> {

    @Spec CommandSpec spec;
    @Mixin ServerOptions server;

    @ArgGroup(multiplicity = "1", heading = "Action:%n")
    Action action;

    /** Exactly one of these is asked for. */
    static final class Action {
        @Option(names = "--list", description = "List all consumer groups.")
        boolean list;

        @Option(names = "--describe", description = "Offsets and lag of groups.")
        boolean describe;

        @Option(names = "--delete", description = "Delete groups.")
        boolean delete;

        @Option(names = "--reset-offsets", description = "Move the offsets of an inactive group.")
        boolean resetOffsets;
    }

    @Option(names = "--group", paramLabel = "ID", description = "The group; repeatable.")
    List<String> groups = List.of();

    @Option(names = "--all-groups", description = "Every group.")
    boolean allGroups;

    @Option(names = "--members", description = "With --describe: the members.")
    boolean members;

    @Option(names = "--state", description = "With --describe: the state.")
    boolean state;

    @Option(names = "--offsets", description = "With --describe: the offsets (default).")
    boolean offsets;

    @Option(names = "--verbose", description = "More detail.")
    boolean verbose;

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            description = "With --reset-offsets; repeatable.")
    List<String> topics = List.of();

    @Option(names = "--all-topics", description = "With --reset-offsets: every topic of the group.")
    boolean allTopics;

    @Mixin ResetOptions reset;

    @Option(names = "--execute", description = "Do it; without, only print.")
    boolean execute;

    @Option(names = "--dry-run", description = "Only print (default).")
    boolean dryRun;

    @Override
    public Integer call() throws Exception {
        try (Admin admin = server.admin()) {
            run(new Groups(admin, spec.commandLine().getOut()));
        }
        spec.commandLine().getOut().flush();
        return 0;
    }

    private void run(Groups work) throws Exception {
        if (action.list) {
            work.names().forEach(spec.commandLine().getOut()::println);
            return;
        }
        Collection<String> asked = allGroups ? work.names() : groups;
        if (asked.isEmpty() && !allGroups) {
            throw new CommandFailure("Missing required argument \"--group\" (or --all-groups).");
        }
        if (action.delete) {
            work.delete(asked);
        } else if (action.resetOffsets) {
            reset(work, asked);
        } else if (members) {
            work.describeMembers(asked, verbose);
        } else if (state) {
            work.describeState(asked, verbose);
        } else {
            work.describeOffsets(asked);
        }
    }

    private void reset(Groups work, Collection<String> asked) throws Exception {
        if (topics.isEmpty() && !allTopics) {
            throw new CommandFailure("Say which topics: --topic TOPIC or --all-topics.");
        }
        OffsetTarget target = reset.target();
        if (!execute) {
            spec.commandLine()
                    .getErr()
                    .println("WARN: no --execute given: nothing is changed, this is a dry run.");
        }
        for (String group : asked) {
            work.resetOffsets(group, topics, target, execute && !dryRun);
        }
    }
}
