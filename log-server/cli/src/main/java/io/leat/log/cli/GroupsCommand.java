package io.leat.log.cli;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.GroupListing;
import io.leat.common.GroupState;
import io.leat.common.GroupType;
import io.leat.log.cli.groups.ConsumerGroups;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leat groups}: list, describe and delete consumer groups. */
@Command(
        name = "groups",
        description = "List, describe and delete consumer groups; shows lag.",
        footer = {
            "",
            "Example: how far every group of consumers is behind, for a program:",
            "  leat groups describe --output json"
        },
        mixinStandardHelpOptions = true)
final class GroupsCommand implements Runnable {

    @Spec CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Say what to do: list, describe or delete.");
    }

    @Command(
            name = "list",
            description = "Print all groups, of every type.",
            mixinStandardHelpOptions = true)
    int list(@Mixin ServerOptions server, @Mixin OutputOptions output) throws Exception {
        return with(
                server,
                (admin, groups) -> {
                    Table table = new Table("GROUP", "TYPE", "PROTOCOL", "STATE");
                    for (GroupListing each : groups.all()) {
                        table.row(
                                each.groupId(),
                                each.type().map(GroupType::toString).orElse(null),
                                each.protocol(),
                                each.groupState().map(GroupState::toString).orElse(null));
                    }
                    output.print(List.of(table), spec.commandLine().getOut());
                });
    }

    @Command(
            name = "describe",
            description = "Print offsets, lag and owners.",
            mixinStandardHelpOptions = true)
    int describe(
            @Mixin ServerOptions server,
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "GROUP", arity = "0..*") @Nullable List<String> names,
            @Option(names = "--members", description = "Print members instead.") boolean members,
            @Option(names = "--state", description = "Print states instead.") boolean state)
            throws Exception {
        return with(
                server,
                (admin, groups) -> {
                    List<String> asked = names == null ? groups.names() : names;
                    List<Table> tables =
                            members
                                    ? groups.members(asked, false)
                                    : state
                                            ? groups.states(asked, false)
                                            : groups.offsets(asked, false);
                    output.print(tables, spec.commandLine().getOut());
                });
    }

    @Command(
            name = "delete",
            description = "Delete groups that have no members.",
            mixinStandardHelpOptions = true)
    int delete(
            @Mixin ServerOptions server,
            @Parameters(paramLabel = "GROUP", arity = "1..*") List<String> names)
            throws Exception {
        return with(
                server,
                (admin, groups) -> {
                    admin.deleteConsumerGroups(names).all().get();
                    spec.commandLine()
                            .getOut()
                            .println("Deleted " + String.join(", ", names) + ".");
                });
    }

    private int with(ServerOptions server, GroupsWork work) throws Exception {
        try (Admin admin = server.admin()) {
            work.run(admin, new ConsumerGroups(admin, spec.commandLine().getErr()));
        }
        spec.commandLine().getOut().flush();
        return 0;
    }

    /** Something to do with groups over an open admin client. */
    private interface GroupsWork {
        void run(Admin admin, ConsumerGroups groups) throws Exception;
    }
}
