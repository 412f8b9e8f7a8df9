package io.leat.log.cli.groups;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.leat.clients.admin.Admin;
import io.leat.clients.admin.ConsumerGroupDescription;
import io.leat.clients.admin.DeleteConsumerGroupOffsetsResult;
import io.leat.clients.admin.GroupListing;
import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.common.GroupState;
import io.leat.common.GroupType;
import io.leat.common.TopicPartition;
import io.leat.common.errors.GroupIdNotFoundException;
import io.leat.log.cli.Table;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
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
        description = "List, describe, delete consumer groups, reset and delete their offsets.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class KafkaConsumerGroups implements Callable<Integer> {

    private static final String[] SCOPES = {"--topic", "--all-topics"};

    @Spec CommandSpec spec;
    @Mixin GroupOptions options;

    @ArgGroup(multiplicity = "1", heading = "Action:%n")
    Action action;

    /** Exactly one of these is asked for. */
    static final class Action {
        @Option(names = "--list", description = "List all consumer groups.")
        boolean list;

        @Option(names = "--describe", description = "Offsets, members or state of groups.")
        boolean describe;

        @Option(names = "--delete", description = "Delete groups.")
        boolean delete;

        @Option(names = "--reset-offsets", description = "Move the offsets of inactive groups.")
        boolean resetOffsets;

        @Option(names = "--delete-offsets", description = "Forget offsets of a group in topics.")
        boolean deleteOffsets;

        @Option(
                names = "--validate-regex",
                paramLabel = "REGEX",
                description = "Say whether groups can subscribe to this expression.")
        @Nullable String regex;
    }

    @Option(
            names = "--type",
            arity = "0..1",
            fallbackValue = "",
            paramLabel = "TYPES",
            description = "With --list: show it, or only these: classic, consumer.")
    @Nullable String type;

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            description = "Of which to reset or delete offsets: TOPIC or TOPIC:0,1; repeatable.")
    List<String> topics = List.of();

    @Option(names = "--all-topics", description = "With --reset-offsets: every topic of the group.")
    boolean allTopics;

    @Mixin ResetOptions reset;

    @Override
    public Integer call() throws Exception {
        check();
        PrintWriter out = spec.commandLine().getOut();
        if (action.regex != null) {
            return validate(action.regex, out);
        }
        try (Admin admin = options.admin()) {
            return run(admin, out) ? 0 : 1;
        } finally {
            out.flush();
        }
    }

    private void check() {
        OptionRules rules = new OptionRules(spec);
        options.check(rules);
        rules.onlyWith(new String[] {"--type"}, "--list");
        rules.onlyWith(new String[] {"--topic"}, "--reset-offsets", "--delete-offsets");
        rules.takes("--delete-offsets", "--group", "--topic");
        rules.takesOne("--reset-offsets", "--group", "--all-groups");
        rules.takesOne("--reset-offsets", ResetOptions.NAMES);
        if (action.resetOffsets && reset.to.fromFile == null) {
            rules.takesOne("--reset-offsets", SCOPES);
        }
    }

    private static int validate(String regex, PrintWriter out) {
        try {
            Pattern.compile(regex);
            out.println("The regular expression `" + regex + "` is valid.");
        } catch (PatternSyntaxException e) {
            out.println(
                    "The regular expression `"
                            + regex
                            + "` is invalid: "
                            + e.getDescription()
                            + ".");
        }
        out.flush();
        return 0;
    }

    private boolean run(Admin admin, PrintWriter out) throws Exception {
        ConsumerGroups groups = new ConsumerGroups(admin, spec.commandLine().getErr());
        if (action.list) {
            list(groups, out);
            return true;
        }
        Collection<String> asked = options.allGroups ? groups.names() : options.groups;
        if (action.describe) {
            describe(groups, asked).forEach(table -> table.print(out));
            return true;
        }
        if (action.delete) {
            GroupDeletion deletion = new GroupDeletion("consumer groups");
            deletion.await(admin.deleteConsumerGroups(asked).deletedGroups());
            return deletion.print(out);
        }
        if (action.deleteOffsets) {
            return deleteOffsets(admin, out);
        }
        return new ResetCommand(reset, options.groups, spec.commandLine())
                .run(admin, new Resettable(admin), asked);
    }

    private void list(ConsumerGroups groups, PrintWriter out) throws Exception {
        List<GroupListing> listed =
                groups.listed(
                        Names.states(options.state, GroupType.CONSUMER),
                        Names.types(type, Set.of(GroupType.CLASSIC, GroupType.CONSUMER)));
        if (options.state == null && type == null) {
            listed.forEach(group -> out.println(group.groupId()));
        } else {
            ConsumerGroups.list(listed, type != null, options.state != null).printRows(out);
        }
    }

    private List<Table> describe(ConsumerGroups groups, Collection<String> asked) throws Exception {
        if (options.members) {
            return groups.members(asked, options.verbose);
        }
        return options.state == null
                ? groups.offsets(asked, options.verbose)
                : groups.states(asked, options.verbose);
    }

    private boolean deleteOffsets(Admin admin, PrintWriter out) throws Exception {
        String group = options.groups.get(0);
        OffsetDeletion deletion = new OffsetDeletion();
        deletion.add(admin, topics);
        DeleteConsumerGroupOffsetsResult result =
                admin.deleteConsumerGroupOffsets(group, deletion.partitions());
        deletion.await(result.all(), result::partitionResult);
        return deletion.print(group, out);
    }

    /** Offsets of groups of consumers. */
    private final class Resettable implements OffsetReset.Groups {

        private final Admin admin;

        Resettable(Admin admin) {
            this.admin = admin;
        }

        @Override
        public GroupState state(String group) throws Exception {
            try {
                ConsumerGroupDescription found =
                        admin.describeConsumerGroups(List.of(group)).all().get().get(group);
                return found == null ? GroupState.DEAD : found.groupState();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof GroupIdNotFoundException) {
                    return GroupState.DEAD;
                }
                throw e;
            }
        }

        @Override
        public Map<TopicPartition, OffsetAndMetadata> committed(String group) throws Exception {
            return ConsumerGroups.committed(admin, group);
        }

        @Override
        public Collection<TopicPartition> asked(String group) throws Exception {
            return allTopics ? committed(group).keySet() : NamedPartitions.of(admin, topics);
        }

        @Override
        public void commit(String group, Map<TopicPartition, OffsetAndMetadata> offsets)
                throws Exception {
            admin.alterConsumerGroupOffsets(group, offsets).all().get();
        }
    }
}
