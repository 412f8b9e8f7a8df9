package io.leat.log.cli.kafka;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.AlterConfigOp;
import io.leat.clients.admin.AlterConfigOp.OpType;
import io.leat.clients.admin.Config;
import io.leat.clients.admin.ConfigEntry;
import io.leat.common.config.ConfigResource;
import io.leat.log.cli.CommandFailure;
import io.leat.log.cli.ServerOptions;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kafka-configs.sh}, for the settings of topics, brokers and users. */
@Command(
        name = "kafka-configs",
        hidden = true,
        description = "Change or describe the settings of topics and brokers.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class KafkaConfigs implements Callable<Integer> {

    /** A setting: its name, and a value that may hold commas if it stands in square brackets. */
    private static final Pattern SETTING = Pattern.compile("([^=,]+)=(?:\\[([^\\]]*)\\]|([^,]*))");

    /** One of these is asked for. */
    static final class Action {
        @Option(names = "--alter", description = "Change settings.")
        boolean alter;

        @Option(names = "--describe", description = "List the settings that were changed.")
        boolean describe;
    }

    @Spec CommandSpec spec;
    @Mixin ServerOptions server;

    @ArgGroup(multiplicity = "1")
    Action action;

    @Option(names = "--zookeeper", hidden = true)
    @Nullable String zookeeper;

    @Option(
            names = "--entity-type",
            required = true,
            paramLabel = "TYPE",
            description = "What the settings belong to: topics, brokers or users.")
    String entityType;

    @Option(
            names = "--entity-name",
            paramLabel = "NAME",
            description = "The topic, the number of the broker, or the user.")
    @Nullable String entityName;

    @Option(
            names = "--entity-default",
            description = "With brokers: what holds for all that have no setting of their own.")
    boolean entityDefault;

    @Option(names = "--all", description = "With --describe: also settings nobody changed.")
    boolean all;

    @Option(
            names = "--add-config",
            paramLabel = "KEY=VALUE[,KEY=VALUE]",
            description = "Settings to change; a value with commas stands in [].")
    @Nullable String addConfig;

    @Option(
            names = "--delete-config",
            paramLabel = "KEY[,KEY]",
            description = "Settings that go back to their defaults.")
    @Nullable String deleteConfig;

    @Override
    public Integer call() throws Exception {
        if (zookeeper != null) {
            throw new CommandFailure(
                    "--zookeeper is gone: there is no ZooKeeper any more. Give the server with"
                            + " --bootstrap-server HOST:PORT.");
        }
        if (!entityType.equals("topics") && !entityType.equals("brokers") && !isOfUsers()) {
            throw new CommandFailure(
                    "--entity-type "
                            + entityType
                            + " is not served: the settings of topics, brokers and users can be"
                            + " changed so far.");
        }
        if (entityDefault && (!entityType.equals("brokers") || entityName != null)) {
            throw new CommandFailure(
                    "--entity-default goes with --entity-type brokers, without --entity-name.");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (Admin admin = server.admin()) {
            if (action.describe && isOfUsers()) {
                ScramConfigs.describe(admin, entityName, out);
            } else if (isOfUsers()) {
                ScramConfigs.alter(admin, entityName, changes(), out);
            } else if (action.describe) {
                describe(admin, out);
            } else {
                alter(admin, out);
            }
        }
        out.flush();
        return 0;
    }

    private boolean isOfUsers() {
        return entityType.equals("users");
    }

    private boolean isOfTopics() {
        return entityType.equals("topics");
    }

    private ConfigResource resource(String name) {
        return new ConfigResource(
                isOfTopics() ? ConfigResource.Type.TOPIC : ConfigResource.Type.BROKER, name);
    }

    private void alter(Admin admin, PrintWriter out) throws Exception {
        List<AlterConfigOp> changes = changes();
        if ((entityName == null && !entityDefault) || changes.isEmpty()) {
            throw new CommandFailure(
                    "--alter needs --entity-name, and --add-config or --delete-config.");
        }
        ConfigResource changed = resource(entityName == null ? "" : entityName);
        admin.incrementalAlterConfigs(Map.of(changed, changes)).all().get();
        out.println(
                "Completed updating "
                        + (entityDefault ? "default " : "")
                        + "config for "
                        + (entityDefault
                                ? "brokers in the cluster."
                                : singular() + " " + entityName + "."));
    }

    private String singular() {
        return entityType.substring(0, entityType.length() - 1);
    }

    private List<AlterConfigOp> changes() {
        List<AlterConfigOp> changes = new ArrayList<>();
        if (addConfig != null) {
            Matcher settings = SETTING.matcher(addConfig);
            int end = 0;
            while (settings.lookingAt()) {
                String value = settings.group(2) != null ? settings.group(2) : settings.group(3);
                changes.add(change(settings.group(1).trim(), value.trim(), OpType.SET));
                end = Math.min(settings.end() + 1, addConfig.length());
                settings.region(end, addConfig.length());
            }
            if (end < addConfig.length()) {
                throw new CommandFailure("'" + addConfig.substring(end) + "' is not key=value.");
            }
        }
        if (deleteConfig != null) {
            for (String key : deleteConfig.split(",", -1)) {
                changes.add(change(key.trim(), null, OpType.DELETE));
            }
        }
        return changes;
    }

    private static AlterConfigOp change(String key, @Nullable String value, OpType type) {
        return new AlterConfigOp(new ConfigEntry(key, value), type);
    }

    private void describe(Admin admin, PrintWriter out) throws Exception {
        List<ConfigResource> asked = names(admin).stream().map(this::resource).toList();
        Map<ConfigResource, Config> found = admin.describeConfigs(asked).all().get();
        for (ConfigResource each : asked) {
            String which = all ? "All" : "Dynamic";
            out.println(
                    each.name().isEmpty()
                            ? "Default configs for brokers in the cluster are:"
                            : which + " configs for " + singular() + " " + each.name() + " are:");
            Config config = found.get(each);
            if (config != null) {
                config.entries().stream()
                        .filter(entry -> all || isChanged(entry))
                        .sorted(Comparator.comparing(ConfigEntry::name))
                        .forEach(entry -> out.println("  " + entry.name() + "=" + entry.value()));
            }
        }
    }

    private List<String> names(Admin admin) throws Exception {
        if (entityName != null) {
            return List.of(entityName);
        }
        if (isOfTopics()) {
            return admin.listTopics().names().get().stream().sorted().toList();
        }
        List<String> names = new ArrayList<>();
        if (!entityDefault) {
            admin.describeCluster().nodes().get().forEach(node -> names.add(node.idString()));
        }
        names.add("");
        return names;
    }

    private static boolean isChanged(ConfigEntry entry) {
        return switch (entry.source()) {
            case DYNAMIC_TOPIC_CONFIG, DYNAMIC_BROKER_CONFIG, DYNAMIC_DEFAULT_BROKER_CONFIG -> true;
            default -> false;
        };
    }
}
