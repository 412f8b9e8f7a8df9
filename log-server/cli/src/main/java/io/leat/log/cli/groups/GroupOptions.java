package io.leat.log.cli.groups;

import io.leat.clients.admin.Admin;
import io.leat.log.cli.ServerOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which groups a script is about and what of them it shows. */
final class GroupOptions {

    /** What {@code --describe} shows. */
    static final String[] VIEWS = {"--members", "--offsets", "--state"};

    @Mixin ServerOptions server;

    @Option(names = "--group", paramLabel = "ID", description = "The group; repeatable.")
    List<String> groups = List.of();

    @Option(names = "--all-groups", description = "Every group.")
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
            names = "--timeout",
            paramLabel = "MS",
            defaultValue = "30000",
            description = "How long each request may take (default: ${DEFAULT-VALUE}).")
    int timeoutMs = 30_000;

    Admin admin() {
        return server.admin(timeoutMs);
    }

    /** Refuses what does not go together, whatever kind of group it is about. */
    void check(OptionRules rules) {
        rules.excludes("--group", "--all-groups", "--list");
        rules.takesOne("--describe", "--group", "--all-groups");
        rules.takesAtMostOne("--describe", VIEWS);
        if (rules.has("--describe") && state != null && !state.isEmpty()) {
            throw rules.wrong("--describe takes --state without a value.");
        }
        rules.takesOne("--delete", "--group", "--all-groups");
        rules.onlyWith(new String[] {"--members", "--offsets", "--verbose"}, "--describe");
        rules.onlyWith(new String[] {"--state"}, "--describe", "--list");
        rules.takesAtMostOne("--reset-offsets", "--execute", "--dry-run");
        rules.onlyWith(new String[] {"--execute", "--dry-run", "--export"}, "--reset-offsets");
    }
}
