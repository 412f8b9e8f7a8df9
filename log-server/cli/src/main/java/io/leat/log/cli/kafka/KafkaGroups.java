package io.leat.log.cli.kafka;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.GroupListing;
import io.leat.common.GroupType;
import io.leat.log.cli.ServerOptions;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kafka-groups.sh}. */
@Command(
        name = "kafka-groups",
        hidden = true,
        description = "List groups of all types.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class KafkaGroups implements Callable<Integer> {

    private static final int WIDTH_MIN = 20;

    @Spec CommandSpec spec;
    @Mixin ServerOptions server;

    @Option(names = "--list", required = true, description = "List the groups.")
    boolean list;

    @ArgGroup(exclusive = true)
    @Nullable Kind kind;

    /** At most one of these, or a type or protocol, is asked for. */
    static final class Kind {
        @Option(names = "--consumer", description = "Only groups of consumers, also classic ones.")
        boolean consumer;

        @Option(names = "--share", description = "Only share groups.")
        boolean share;

        @Option(names = "--streams", description = "Only streams groups.")
        boolean streams;

        @ArgGroup(exclusive = false)
        @Nullable Names names;
    }

    /** What is compared with what groups say of themselves. */
    static final class Names {
        @Option(names = "--group-type", paramLabel = "TYPE", description = "Only of this type.")
        @Nullable String type;

        @Option(names = "--protocol", paramLabel = "NAME", description = "Only of this protocol.")
        @Nullable String protocol;
    }

    @Override
    public Integer call() throws Exception {
        List<GroupListing> groups;
        try (Admin admin = server.admin()) {
            groups =
                    admin.listGroups().all().get().stream()
                            .filter(this::isAskedFor)
                            .sorted(Comparator.comparing(GroupListing::groupId))
                            .toList();
        }
        print(groups, spec.commandLine().getOut());
        return 0;
    }

    private boolean isAskedFor(GroupListing group) {
        if (kind == null) {
            return true;
        }
        Optional<GroupType> type = group.type();
        if (kind.consumer) {
            return group.protocol().equals("consumer")
                    || group.protocol().isEmpty()
                    || type.equals(Optional.of(GroupType.CONSUMER));
        }
        if (kind.share || kind.streams) {
            return type.equals(Optional.of(kind.share ? GroupType.SHARE : GroupType.STREAMS));
        }
        Names names = kind.names;
        return names == null
                || (names.type == null || type.equals(Optional.of(GroupType.parse(names.type))))
                        && (names.protocol == null || names.protocol.equals(group.protocol()));
    }

    private static void print(List<GroupListing> groups, PrintWriter out) {
        int width =
                groups.stream()
                        .flatMap(group -> Stream.of(group.groupId(), group.protocol()))
                        .mapToInt(String::length)
                        .reduce(WIDTH_MIN, Math::max);
        String cell = "%-" + width + "s";
        out.printf(cell + " " + cell + " " + cell + "%n", "GROUP", "TYPE", "PROTOCOL");
        for (GroupListing group : groups) {
            out.printf(
                    (cell + " ").repeat(3) + "%n",
                    group.groupId(),
                    group.type().map(GroupType::toString).orElse(""),
                    group.protocol());
        }
        out.flush();
    }
}
