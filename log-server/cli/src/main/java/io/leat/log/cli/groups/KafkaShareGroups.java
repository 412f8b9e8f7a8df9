package io.leat.log.cli.groups;

import io.leat.clients.admin.Admin;
import io.leat.common.GroupType;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kafka-share-groups.sh}. */
@Command(
        name = "kafka-share-groups",
        hidden = true,
        description = "List, describe, delete share groups, reset and delete their offsets.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class KafkaShareGroups implements Callable<Integer> {

    @Spec CommandSpec spec;
    @Mixin GroupOptions options;

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

    @Override
    public Integer call() throws Exception {
        check();
        PrintWriter out = spec.commandLine().getOut();
        try (Admin admin = options.admin()) {
            ShareGroupTables tables = new ShareGroupTables(admin, out, spec.commandLine().getErr());
            if (action.list) {
                list(tables, out);
            } else if (action.describe) {
                describe(tables);
            } else {
                return change(tables, new ShareGroupChanges(admin, tables, out)) ? 0 : 1;
            }
        } finally {
            out.flush();
        }
        return 0;
    }

    private void check() {
        OptionRules rules = new OptionRules(spec);
        options.check(rules);
        rules.takes("--delete-offsets", "--topic");
        if ((action.deleteOffsets || action.resetOffsets) && options.groups.size() != 1) {
            throw rules.wrong("--delete-offsets and --reset-offsets take one --group.");
        }
        rules.takesOne("--reset-offsets", "--execute", "--dry-run");
        rules.takesOne("--reset-offsets", "--topic", "--all-topics");
        rules.takesOne("--reset-offsets", "--to-earliest", "--to-latest", "--to-datetime");
        rules.onlyWith(new String[] {"--topic"}, "--reset-offsets", "--delete-offsets");
    }

    private void list(ShareGroupTables tables, PrintWriter out) throws Exception {
        if (options.state == null) {
            tables.listed(Set.of()).forEach(group -> out.println(group.groupId()));
        } else {
            tables.list(Names.states(options.state, GroupType.SHARE));
        }
    }

    private Collection<String> asked(ShareGroupTables tables) throws Exception {
        return options.allGroups
                ? tables.listed(Set.of()).stream().map(group -> group.groupId()).toList()
                : options.groups;
    }

    private void describe(ShareGroupTables tables) throws Exception {
        Collection<String> asked = asked(tables);
        if (options.members) {
            tables.members(asked, options.verbose);
        } else if (options.state != null) {
            tables.states(asked, options.verbose);
        } else {
            tables.offsets(asked, options.verbose);
        }
    }

    private boolean change(ShareGroupTables tables, ShareGroupChanges changes) throws Exception {
        if (action.delete) {
            return changes.delete(asked(tables));
        }
        String group = options.groups.get(0);
        if (action.deleteOffsets) {
            return changes.deleteOffsets(group, topics);
        }
        changes.resetOffsets(
                group, topics, ResetTime.target(toEarliest, toLatest, toDatetime), execute);
        return true;
    }
}
