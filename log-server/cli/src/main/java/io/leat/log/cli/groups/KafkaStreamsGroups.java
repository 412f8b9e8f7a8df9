package io.leat.log.cli.groups;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.GroupListing;
import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.common.GroupState;
import io.leat.common.GroupType;
import io.leat.common.TopicPartition;
import io.leat.log.cli.Table;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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

    private static final String[] SCOPES = {"--input-topic", "--all-input-topics"};

    @Spec CommandSpec spec;
    @Mixin GroupOptions options;

    @ArgGroup(multiplicity = "1", heading = "Action:%n")
    Action action;

    /** Exactly one of these is asked for. */
    static final class Action {
        @Option(names = "--list", description = "List all streams groups.")
        boolean list;

        @Option(names = "--describe", description = "Offsets, members or state of groups.")
        boolean describe;

        @Option(names = "--delete", description = "Delete groups.")
        boolean delete;

        @Option(names = "--delete-offsets", description = "Delete offsets of a group in topics.")
        boolean deleteOffsets;

        @Option(names = "--reset-offsets", description = "Move the offsets of an inactive group.")
        boolean resetOffsets;
    }

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
            description = "With --reset-offsets or --delete: delete all internal topics, too.")
    boolean allInternalTopics;

    @Mixin ResetOptions reset;

    @Override
    public Integer call() throws Exception {
        check();
        PrintWriter out = spec.commandLine().getOut();
        try (Admin admin = options.admin()) {
            return run(admin, new StreamsGroups(admin, out, spec.commandLine().getErr()), out)
                    ? 0
                    : 1;
        } finally {
            out.flush();
        }
    }

    private void check() {
        OptionRules rules = new OptionRules(spec);
        options.check(rules);
        rules.onlyWith(SCOPES, "--reset-offsets", "--delete-offsets");
        rules.takesOne("--delete-offsets", SCOPES);
        rules.takes("--delete-offsets", "--group");
        rules.takesOne("--reset-offsets", "--group", "--all-groups");
        rules.takesOne("--reset-offsets", "--execute", "--dry-run");
        rules.takesOne("--reset-offsets", ResetOptions.NAMES);
        rules.onlyWith(
                new String[] {"--delete-all-internal-topics"}, "--reset-offsets", "--delete");
        rules.onlyWith(new String[] {"--delete-internal-topic"}, "--reset-offsets");
        if (action.resetOffsets) {
            rules.onlyWith(
                    new String[] {"--delete-all-internal-topics", "--delete-internal-topic"},
                    "--execute");
            rules.takesAtMostOne(
                    "--reset-offsets", "--delete-all-internal-topics", "--delete-internal-topic");
        }
        if (action.resetOffsets && reset.to.fromFile == null) {
            rules.takesOne("--reset-offsets", SCOPES);
        }
    }

    private boolean run(Admin admin, StreamsGroups groups, PrintWriter out) throws Exception {
        if (action.list) {
            list(groups, out);
            return true;
        }
        Collection<String> asked = options.allGroups ? groups.names() : options.groups;
        if (action.describe) {
            describe(groups, asked).forEach(table -> table.printRows(out));
            return true;
        }
        if (action.delete) {
            return groups.delete(asked, allInternalTopics);
        }
        if (action.deleteOffsets) {
            String group = options.groups.get(0);
            return groups.deleteOffsets(group, allTopics ? groups.inputTopics(group) : topics);
        }
        boolean moved =
                new ResetCommand(reset, options.groups, spec.commandLine())
                        .run(admin, new Resettable(admin, groups), asked);
        for (String group : asked) {
            groups.deleteTopics(allInternalTopics ? groups.internalTopics(group) : internalTopics);
        }
        return moved;
    }

    private void list(StreamsGroups groups, PrintWriter out) throws Exception {
        List<GroupListing> listed = groups.listed(Names.states(options.state, GroupType.STREAMS));
        if (options.state == null) {
            listed.forEach(group -> out.println(group.groupId()));
        } else {
            StreamsGroups.list(listed).printRows(out);
        }
    }

    private List<Table> describe(StreamsGroups groups, Collection<String> asked) throws Exception {
        if (options.members) {
            return groups.members(asked, options.verbose);
        }
        return options.state == null
                ? groups.offsets(asked, options.verbose)
                : groups.states(asked, options.verbose);
    }

    /** Offsets of streams groups. */
    private final class Resettable implements OffsetReset.Groups {

        private final Admin admin;
        private final StreamsGroups groups;

        Resettable(Admin admin, StreamsGroups groups) {
            this.admin = admin;
            this.groups = groups;
        }

        @Override
        public GroupState state(String group) throws Exception {
            return groups.state(group);
        }

        @Override
        public Map<TopicPartition, OffsetAndMetadata> committed(String group) throws Exception {
            return groups.committed(group);
        }

        @Override
        public Collection<TopicPartition> asked(String group) throws Exception {
            return NamedPartitions.of(admin, allTopics ? groups.inputTopics(group) : topics);
        }

        @Override
        public void commit(String group, Map<TopicPartition, OffsetAndMetadata> offsets)
                throws Exception {
            admin.alterStreamsGroupOffsets(group, offsets).all().get();
        }
    }
}
