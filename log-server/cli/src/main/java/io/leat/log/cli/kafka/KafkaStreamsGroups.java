package io.leat.log.cli.kafka;

import io.leat.clients.admin.Admin;
import io.leat.common.GroupState;
import io.leat.log.cli.CommandFailure;
import io.leat.log.cli.Groups;
import io.leat.log.cli.OffsetTarget;
import io.leat.log.cli.ServerOptions;
import io.leat.log.cli.StreamsGroups;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kafka-streams-groups.sh}. */
@Command(
        name = "kafka-streams-groups",
        hidden = true,
        description = "List, describe, delete streams groups and reset their offsets.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class KafkaStreamsGroups implements Callable<Integer> {

    @Spec CommandSpec spec;
    @Mixin ServerOptions server;

    @ArgGroup(multiplicity = "1", heading = "Action:%n")
    Action action;

    /** Exactly one of these is asked for. */
    static final class Action {
        @Option(names = "--list", description = "List all streams groups.")
        boolean list;

        @Option(names = "--describe", description = "Offsets, members or state of groups.")
        boolean describe;

        @Option(names = "--delete", description = "Delete groups and their internal topics.")
        boolean delete;

        @Option(names = "--delete-offsets", description = "Delete offsets of a group in topics.")
        boolean deleteOffsets;

        @Option(names = "--reset-offsets", description = "Move the offsets of an inactive group.")
        boolean resetOffsets;
    }

    @Option(names = "--group", paramLabel = "ID", description = "The group; repeatable.")
    List<String> groups = List.of();

    @Option(names = "--all-groups", description = "Every group.")
    boolean allGroups;

    @Option(names = "--members", description = "With --describe: the members and their tasks.")
    boolean members;

    @Option(names = "--offsets", description = "With --describe: the offsets (default).")
    boolean offsets;

    @Option(
            names = "--state",
            paramLabel = "STATES",
            arity = "0..1",
            fallbackValue = "",
            description = "With --describe: the state. With --list: of groups in these, or all.")
    @Nullable String state;

    @Option(names = "--verbose", description = "More detail.")
    boolean verbose;

    @Option(names = "--input-topic", paramLabel = "TOPIC", description = "Repeatable.")
    List<String> topics = List.of();

    @Option(names = "--all-input-topics", description = "Every topic that the group reads.")
    boolean allTopics;

    @Option(
            names = "--delete-internal-topic",
            paramLabel = "TOPIC",
            description = "With --reset-offsets: delete it, too; repeatable.")
    List<String> internalTopics = List.of();

    @Option(
            names = "--delete-all-internal-topics",
            description = "With --reset-offsets: delete all internal topics, too.")
    boolean allInternalTopics;

    @Mixin ResetOptions reset;

    @Option(names = "--execute", description = "Do it; without, only print.")
    boolean execute;

    @Option(names = "--dry-run", description = "Only print (default).")
    boolean dryRun;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        try (Admin admin = server.admin()) {
            run(new StreamsGroups(admin, out), new Groups(admin, out));
        }
        out.flush();
        return 0;
    }

    private void run(StreamsGroups work, Groups shared) throws Exception {
        if (action.list) {
            list(work);
            return;
        }
        Collection<String> asked = allGroups ? work.names() : groups;
        if (asked.isEmpty() && !allGroups) {
            throw new CommandFailure("Missing required argument \"--group\" (or --all-groups).");
        }
        if (action.delete) {
            work.delete(asked);
        } else if (action.deleteOffsets) {
            for (String group : asked) {
                work.deleteOffsets(group, topics(work, group));
            }
        } else if (action.resetOffsets) {
            reset(work, shared, asked);
        } else if (members) {
            work.describeMembers(asked, verbose);
        } else if (state != null) {
            work.describeState(asked, verbose);
        } else {
            work.describeOffsets(asked, verbose);
        }
    }

    private void list(StreamsGroups work) throws Exception {
        if (state == null) {
            work.names().forEach(spec.commandLine().getOut()::println);
            return;
        }
        Set<GroupState> states =
                Stream.of(state.split(","))
                        .map(String::trim)
                        .filter(name -> !name.isEmpty())
                        .map(GroupState::parse)
                        .collect(Collectors.toSet());
        work.listStates(states);
    }

    private Collection<String> topics(StreamsGroups work, String group) throws Exception {
        if (topics.isEmpty() && !allTopics) {
            throw new CommandFailure(
                    "Say which topics: --input-topic TOPIC or --all-input-topics.");
        }
        return allTopics ? work.inputTopics(group) : topics;
    }

    private void reset(StreamsGroups work, Groups shared, Collection<String> asked)
            throws Exception {
        OffsetTarget target = reset.target();
        boolean does = execute && !dryRun;
        if (!execute) {
            spec.commandLine()
                    .getErr()
                    .println("WARN: no --execute given: nothing is changed, this is a dry run.");
        }
        for (String group : asked) {
            Set<String> internal = new TreeSet<>(internalTopics);
            if (allInternalTopics) {
                internal.addAll(work.internalTopics(group));
            }
            shared.resetOffsets(group, topics(work, group), target, does);
            if (does && !internal.isEmpty()) {
                work.deleteTopics(internal);
            }
        }
    }
}
