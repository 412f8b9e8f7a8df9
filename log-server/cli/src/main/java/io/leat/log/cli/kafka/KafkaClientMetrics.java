package io.leat.log.cli.kafka;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.AlterConfigOp;
import io.leat.clients.admin.AlterConfigOp.OpType;
import io.leat.clients.admin.Config;
import io.leat.clients.admin.ConfigEntry;
import io.leat.clients.admin.ListConfigResourcesOptions;
import io.leat.common.Uuid;
import io.leat.common.config.ConfigResource;
import io.leat.log.cli.AdminOptions;
import io.leat.log.cli.CommandFailure;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

/** {@code kafka-client-metrics.sh}: subscriptions to metrics that clients push (KIP-714). */
@Command(
        name = "kafka-client-metrics",
        hidden = true,
        description = "This tool helps to manipulate and describe client metrics configurations.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: have the clients called orders-... push all they measure every ten seconds:",
            "  kafka-client-metrics.sh --bootstrap-server localhost:9092 --alter --name orders"
                    + " --metrics '*' --interval 10000 --match 'client_id=orders-.*'"
        })
public final class KafkaClientMetrics implements Callable<Integer> {

    @Spec CommandSpec spec;
    @Mixin AdminOptions server;

    @ArgGroup(multiplicity = "1")
    Action action;

    /** What to do. */
    static final class Action {
        @Option(names = "--alter", description = "Alter the configuration.")
        boolean alter;

        @Option(names = "--delete", description = "Delete the configuration.")
        boolean delete;

        @Option(names = "--describe", description = "List configurations.")
        boolean describe;

        @Option(names = "--list", description = "List the client metrics resources.")
        boolean list;
    }

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the configuration.")
    @Nullable String name;

    @Option(names = "--generate-name", description = "Generate a UUID to use as the name.")
    boolean generateName;

    @Option(
            names = "--interval",
            paramLabel = "MS",
            description = "The metrics push interval in milliseconds; empty resets it.")
    @Nullable String interval;

    @Option(
            names = "--match",
            paramLabel = "K1=V1,K2=V2",
            description =
                    "Matching selectors, of client_id, client_instance_id, client_software_name,"
                            + " client_software_version, client_source_address and"
                            + " client_source_port; empty resets them.")
    @Nullable String match;

    @Option(
            names = "--metrics",
            paramLabel = "M1,M2",
            description = "Telemetry metric name prefixes; empty resets them.")
    @Nullable String metrics;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        checkOptions();
        try (Admin admin = server.admin()) {
            if (action.alter) {
                alter(admin, out);
            } else if (action.delete) {
                delete(admin, out);
            } else if (action.describe) {
                describe(admin, out);
            } else {
                out.println(String.join(System.lineSeparator(), names(admin)));
            }
        }
        out.flush();
        return 0;
    }

    private void checkOptions() {
        boolean changes = generateName || interval != null || match != null || metrics != null;
        if (changes && !action.alter) {
            throw new CommandFailure(
                    "--generate-name, --interval, --match and --metrics go with --alter.");
        }
        if (action.alter && (name != null) == generateName) {
            throw new CommandFailure(
                    "One of --name or --generate-name must be specified with --alter.");
        }
        if (action.delete && name == null) {
            throw new CommandFailure(
                    "A client metrics resource name must be specified with --delete.");
        }
        if (action.list && name != null) {
            throw new CommandFailure("--list takes no --name: --describe does.");
        }
    }

    private void alter(Admin admin, PrintWriter out) throws Exception {
        String which = name != null ? name : Uuid.randomUuid().toString();
        List<AlterConfigOp> changes = new ArrayList<>();
        addChange(changes, "interval.ms", interval);
        addChange(changes, "metrics", metrics);
        addChange(changes, "match", match);
        apply(admin, which, changes);
        out.println("Altered client metrics config for " + which + ".");
    }

    private static void addChange(List<AlterConfigOp> changes, String key, @Nullable String value) {
        if (value != null) {
            OpType type = value.isEmpty() ? OpType.DELETE : OpType.SET;
            changes.add(new AlterConfigOp(new ConfigEntry(key, value), type));
        }
    }

    private void delete(Admin admin, PrintWriter out) throws Exception {
        String which = String.valueOf(name);
        apply(
                admin,
                which,
                configs(admin, which).stream()
                        .map(entry -> new AlterConfigOp(entry, OpType.DELETE))
                        .toList());
        out.println("Deleted client metrics config for " + which + ".");
    }

    private void describe(Admin admin, PrintWriter out) throws Exception {
        List<String> names = names(admin);
        if (name != null && !names.contains(name)) {
            out.println(
                    "The client metric resource "
                            + name
                            + " doesn't exist and doesn't have dynamic config.");
            return;
        }
        for (String each : name == null ? names : List.of(name)) {
            out.println("Client metrics configs for " + each + " are:");
            configs(admin, each).stream()
                    .sorted(Comparator.comparing(ConfigEntry::name))
                    .forEach(entry -> out.println("  " + entry.name() + "=" + entry.value()));
        }
    }

    private static List<String> names(Admin admin) throws InterruptedException, ExecutionException {
        var type = Set.of(ConfigResource.Type.CLIENT_METRICS);
        return admin
                .listConfigResources(type, new ListConfigResourcesOptions())
                .all()
                .get()
                .stream()
                .map(ConfigResource::name)
                .toList();
    }

    private static Collection<ConfigEntry> configs(Admin admin, String name)
            throws InterruptedException, ExecutionException {
        ConfigResource resource = resource(name);
        Map<ConfigResource, Config> found = admin.describeConfigs(Set.of(resource)).all().get();
        return Objects.requireNonNull(found.get(resource)).entries();
    }

    private static void apply(Admin admin, String name, Collection<AlterConfigOp> changes)
            throws InterruptedException, ExecutionException {
        admin.incrementalAlterConfigs(Map.of(resource(name), changes)).all().get();
    }

    private static ConfigResource resource(String name) {
        return new ConfigResource(ConfigResource.Type.CLIENT_METRICS, name);
    }
}
