package io.leat.log.cli.kafka;

import io.leat.clients.admin.Admin;
import io.leat.common.GroupState;
import io.leat.log.cli.CommandFailure;
import io.leat.log.cli.ServerOptions;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kafka-share-groups.sh}. */
@Command(
        name = "kafka-share-groups",
        hidden = true,
        description = "List, describe, delete share groups, reset and delete their offsets.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class KafkaShareGroups implements Callable<Integer> {

    private static final Set<GroupState> STATES =
            EnumSet.of(GroupState.EMPTY, GroupState.STABLE, GroupState.DEAD);

    @Spec CommandSpec spec;
    @Mixin ServerOptions server;

    @ArgGroup(multiplicity = "1", heading = "Action:%n")
    Action action;

    /** Exactly one of these is asked for. */
    static final class Action {
        @Option(names = "--list", description = "List all share groups.")
        boolean list;

        @Option(names = "--describe", description = "Offsets, members or state of groups.")
        boolean describe;

        @Option(names = "--delete", description = "Delete groups.")
        boolean delete;

        @Option(names = "--reset-offsets", description = "Move the offsets of an empty group.")
        boolean resetOffsets;

        @Option(names = "--delete-offsets", description = "Forget topics of an empty group.")
        boolean deleteOffsets;
    }

    @Option(names = "--group", paramLabel = "ID", description = "The group; repeatable.")
    List<String> groups = List.of();

    @Option(names = "--all-groups", description = "Every share group.")
    boolean allGroups;

    @Option(names = "--members", description = "With --describe: the members.")
    boolean members;

    @Option(names = "--offsets", description = "With --describe: the offsets (default).")
    boolean offsets;

    @Option(
            names = "--state",
            arity = "0..1",
            fallbackValue = "",
            paramLabel = "STATES",
            description = "With --describe: the state. With --list: show it, or only these.")
    @Nullable String state;

    @Option(names = "--verbose", description = "With --describe: more detail.")
    boolean verbose;

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            description = "Of which to reset or delete offsets; TOPIC:0,2 resets two partitions.")
    List<String> topics = List.of();

    @Option(names = "--all-topics", description = "With --reset-offsets: all that it shares.")
    boolean allTopics;

    @Option(names = "--to-earliest", description = "Reset to the first record.")
    boolean toEarliest;

    @Option(names = "--to-latest", description = "Reset to the end.")
    boolean toLatest;

    @Option(
            names = "--to-datetime",
            paramLabel = "TIME",
            description = "Reset to this time, as 2026-01-31T12:00:00.000; in UTC without a zone.")
    @Nullable String toDatetime;

    @Option(names = "--execute", description = "With --reset-offsets: do it.")
    boolean execute;

    @Option(names = "--dry-run", description = "With --reset-offsets: only print.")
    boolean dryRun;

    @Option(
            names = "--timeout",
            paramLabel = "MS",
            defaultValue = "30000",
            description = "How long each request may take (default: ${DEFAULT-VALUE}).")
    int timeoutMs = 30_000;

    @Override
    public Integer call() throws Exception {
        check();
        PrintWriter out = spec.commandLine().getOut();
        try (Admin admin = server.admin()) {
            ShareGroupTables tables =
                    new ShareGroupTables(admin, out, spec.commandLine().getErr(), timeoutMs);
            if (action.list) {
                list(tables, out);
            } else if (action.describe) {
                describe(tables);
            } else {
                change(tables, new ShareGroupChanges(admin, tables, out, timeoutMs));
            }
        }
        out.flush();
        return 0;
    }

    private void check() {
        if (!action.list && groups.isEmpty() && !allGroups) {
            throw wrong("Name a group with --group, or take --all-groups.");
        }
        if (!groups.isEmpty() && (allGroups || action.list)) {
            throw wrong("--group goes neither with --all-groups nor with --list.");
        }
        boolean describes = members || offsets || verbose;
        if (!action.describe && (describes || state != null && !action.list)) {
            throw wrong("--members, --offsets, --state and --verbose go with --describe.");
        }
        if (action.describe && state != null && !state.isEmpty()) {
            throw wrong("--describe takes --state without a value.");
        }
        if (count(members, offsets, state != null) > 1) {
            throw wrong("--describe takes one of --members, --offsets and --state.");
        }
        if (action.deleteOffsets && (topics.isEmpty() || groups.size() != 1)) {
            throw wrong("--delete-offsets takes one --group and --topic.");
        }
        if (action.resetOffsets) {
            checkReset();
        } else if (!topics.isEmpty() && !action.deleteOffsets) {
            throw wrong("--topic goes with --reset-offsets and --delete-offsets.");
        }
    }

    private void checkReset() {
        if (groups.size() != 1) {
            throw wrong("--reset-offsets takes one --group.");
        }
        if (execute == dryRun) {
            throw wrong("--reset-offsets takes one of --execute and --dry-run.");
        }
        if (topics.isEmpty() == !allTopics) {
            throw wrong("--reset-offsets takes --topic or --all-topics.");
        }
        if (count(toEarliest, toLatest, toDatetime != null) != 1) {
            throw wrong("--reset-offsets takes one of --to-earliest, --to-latest, --to-datetime.");
        }
    }

    private static int count(boolean... given) {
        int count = 0;
        for (boolean each : given) {
            count += each ? 1 : 0;
        }
        return count;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private void list(ShareGroupTables tables, PrintWriter out) throws Exception {
        if (state == null) {
            tables.listed(Set.of()).forEach(group -> out.println(group.groupId()));
        } else {
            tables.list(states(state));
        }
    }

    private static Set<GroupState> states(String text) {
        Set<GroupState> states = EnumSet.noneOf(GroupState.class);
        for (String each : text.isEmpty() ? new String[0] : text.split(",")) {
            GroupState parsed = GroupState.parse(each.trim());
            if (!STATES.contains(parsed)) {
                throw new CommandFailure(
                        "'" + each + "' is no state of a share group: take Empty, Stable or Dead.");
            }
            states.add(parsed);
        }
        return states;
    }

    private Collection<String> asked(ShareGroupTables tables) throws Exception {
        return allGroups
                ? tables.listed(Set.of()).stream().map(group -> group.groupId()).toList()
                : groups;
    }

    private void describe(ShareGroupTables tables) throws Exception {
        Collection<String> asked = asked(tables);
        if (members) {
            tables.members(asked, verbose);
        } else if (state != null) {
            tables.states(asked, verbose);
        } else {
            tables.offsets(asked, verbose);
        }
    }

    private void change(ShareGroupTables tables, ShareGroupChanges changes) throws Exception {
        if (action.delete) {
            changes.delete(asked(tables));
        } else if (action.deleteOffsets) {
            changes.deleteOffsets(groups.get(0), topics);
        } else {
            changes.resetOffsets(
                    groups.get(0),
                    topics,
                    ResetTime.target(toEarliest, toLatest, toDatetime),
                    execute);
        }
    }
}
