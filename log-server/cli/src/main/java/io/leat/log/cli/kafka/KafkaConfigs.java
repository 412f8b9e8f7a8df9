package io.leat.log.cli.kafka;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.AlterConfigOp;
import io.leat.clients.admin.AlterConfigOp.OpType;
import io.leat.clients.admin.Config;
import io.leat.clients.admin.ConfigEntry;
import io.leat.clients.admin.DescribeConfigsOptions;
import io.leat.clients.admin.ListConfigResourcesOptions;
import io.leat.clients.admin.ListTopicsOptions;
import io.leat.common.config.ConfigResource;
import io.leat.common.errors.UnsupportedVersionException;
import io.leat.log.cli.AdminOptions;
import io.leat.log.cli.CommandFailure;
import io.leat.log.cli.ServerOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kafka-configs.sh}: settings of topics, brokers and groups, and quotas of clients. */
@Command(
        name = "kafka-configs",
        hidden = true,
        description = "Change or describe settings of topics, brokers, users and clients.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class KafkaConfigs implements Callable<Integer> {

    /** A setting: its name, and a value that may hold commas if it stands in square brackets. */
    private static final Pattern SETTING = Pattern.compile("([^=,]+)=(?:\\[([^\\]]*)\\]|([^,]*))");

    private static final List<String> TYPES =
            List.of(
                    "topics",
                    "brokers",
                    "broker-loggers",
                    "groups",
                    "users",
                    "clients",
                    "ips",
                    "client-metrics");

    /** What settings make, so that only those that have some are there. */
    private static final List<String> NAMED = List.of("groups", "client-metrics");

    private static final List<String> PAIR = List.of("users", "clients");

    /** One of these is asked for. */
    static final class Action {
        @Option(names = "--alter", description = "Change settings.")
        boolean alter;

        @Option(names = "--describe", description = "List the settings that were changed.")
        boolean describe;
    }

    @Spec CommandSpec spec;
    @Mixin ServerOptions server;

    @Option(
            names = "--bootstrap-controller",
            paramLabel = "HOST:PORT",
            description = "Controllers to connect to instead of brokers.")
    @Nullable String controllers;

    @ArgGroup(multiplicity = "1")
    Action action;

    @Option(names = "--zookeeper", hidden = true)
    @Nullable String zookeeper;

    @Option(
            names = "--entity-type",
            paramLabel = "TYPE",
            description =
                    "What the settings belong to: topics, brokers, broker-loggers, groups, users,"
                            + " clients, ips or client-metrics; users and clients go together.")
    List<String> entityTypes = List.of();

    @Option(names = "--entity-name", paramLabel = "NAME", description = "Which one of that type.")
    List<String> entityNames = List.of();

    @Option(
            names = "--entity-default",
            description = "What holds for all of that type that have no setting of their own.")
    boolean @Nullable [] entityDefaults;

    @Option(
            names = {
                "--topic",
                "--broker",
                "--broker-logger",
                "--user",
                "--client",
                "--group",
                "--ip",
                "--client-metrics"
            },
            paramLabel = "NAME",
            description = "Type and name at once.")
    List<String> named = List.of();

    @Option(
            names = {"--broker-defaults", "--user-defaults", "--client-defaults", "--ip-defaults"},
            description = "The default of a type.")
    boolean @Nullable [] defaults;

    @Option(names = "--all", description = "With --describe: also settings nobody changed.")
    boolean all;

    @Option(
            names = "--add-config",
            paramLabel = "KEY=VALUE[,KEY=VALUE]",
            description = "Settings to change; a value with commas stands in [].")
    @Nullable String addConfig;

    @Option(
            names = "--add-config-file",
            paramLabel = "FILE",
            description = "Properties file with settings to change.")
    @Nullable Path addConfigFile;

    @Option(
            names = "--delete-config",
            paramLabel = "KEY[,KEY]",
            description = "Settings that go back to their defaults.")
    @Nullable String deleteConfig;

    private String entityType = "";
    private @Nullable String entityName;
    private boolean entityDefault;

    @Override
    public Integer call() throws Exception {
        if (zookeeper != null) {
            throw new CommandFailure(
                    "--zookeeper is gone: there is no ZooKeeper any more. Give the server with"
                            + " --bootstrap-server HOST:PORT.");
        }
        List<ConfigEntity> entities =
                ConfigEntity.of(spec.commandLine().getParseResult().originalArgs());
        check(entities);
        select(entities.get(0));
        PrintWriter out = spec.commandLine().getOut();
        try (Admin admin = admin()) {
            run(admin, entities, out);
        } catch (ExecutionException e) {
            if (controllers != null && e.getCause() instanceof UnsupportedVersionException) {
                throw new CommandFailure(
                        "Controllers do not answer this: give a broker with --bootstrap-server ("
                                + e.getCause().getMessage()
                                + ").",
                        e);
            }
            throw e;
        }
        out.flush();
        return 0;
    }

    private void run(Admin admin, List<ConfigEntity> entities, PrintWriter out) throws Exception {
        if (action.describe && QuotaConfigs.hasType(entityType)) {
            QuotaConfigs.describe(admin, entities, out);
            if (isOfUsers() && entities.size() == 1 && !entityDefault) {
                ScramConfigs.describe(admin, entityName, out);
            }
        } else if (QuotaConfigs.hasType(entityType)) {
            alterClients(admin, entities);
            sayUpdated(out);
        } else if (action.describe) {
            describe(admin, out);
        } else {
            alter(admin, out);
        }
    }

    private Admin admin() {
        if (controllers == null) {
            return server.admin();
        }
        if (spec.commandLine().getParseResult().hasMatchedOption("--bootstrap-server")) {
            throw new CommandFailure(
                    "Only one of --bootstrap-server or --bootstrap-controller can be specified");
        }
        return server.adminOf(controllers);
    }

    private static void check(List<ConfigEntity> entities) {
        if (entities.isEmpty()) {
            throw new CommandFailure("--entity-type is missing: what do the settings belong to?");
        }
        for (ConfigEntity each : entities) {
            if (!TYPES.contains(each.type())) {
                throw new CommandFailure(
                        "--entity-type "
                                + each.type()
                                + " is not served: there are "
                                + String.join(", ", TYPES)
                                + ".");
            }
        }
        boolean pair =
                entities.size() == 2
                        && entities.stream().allMatch(each -> PAIR.contains(each.type()))
                        && !entities.get(0).type().equals(entities.get(1).type());
        if (entities.size() > 1 && !pair) {
            throw new CommandFailure("only users and clients go together.");
        }
    }

    private void select(ConfigEntity first) {
        entityType = first.type();
        entityName = first.name();
        entityDefault = first.isDefault();
        if (entityDefault && !entityType.equals("brokers") && !QuotaConfigs.hasType(entityType)) {
            throw new CommandFailure("there are no defaults for " + entityType + ".");
        }
    }

    /** SCRAM passwords and quotas are settings of the same users. */
    private void alterClients(Admin admin, List<ConfigEntity> entities) throws Exception {
        List<AlterConfigOp> passwords = new ArrayList<>();
        List<AlterConfigOp> quotas = new ArrayList<>();
        for (AlterConfigOp change : changes()) {
            boolean scram = change.configEntry().name().startsWith("SCRAM-");
            (scram ? passwords : quotas).add(change);
        }
        if (passwords.isEmpty() && quotas.isEmpty()) {
            throw new CommandFailure("--alter needs --add-config or --delete-config.");
        }
        if (!passwords.isEmpty()) {
            if (!isOfUsers() || entities.size() > 1) {
                throw new CommandFailure("only users alone have passwords.");
            }
            ScramConfigs.alter(admin, entityName, passwords);
        }
        if (!quotas.isEmpty()) {
            QuotaConfigs.alter(admin, entities, quotas);
        }
    }

    private void sayUpdated(PrintWriter out) {
        out.println(
                entityDefault
                        ? "Completed updating default config for " + entityType + " in the cluster."
                        : "Completed updating config for " + singular() + " " + entityName + ".");
    }

    private boolean isOfUsers() {
        return entityType.equals("users");
    }

    private boolean isOfTopics() {
        return entityType.equals("topics");
    }

    /** Loggers that are not there, as Apache's tool refuses them. */
    private void checkLoggers(Admin admin, ConfigResource broker, List<AlterConfigOp> changes)
            throws Exception {
        Config known = admin.describeConfigs(List.of(broker)).all().get().get(broker);
        List<String> unknown =
                changes.stream()
                        .map(each -> each.configEntry().name())
                        .filter(name -> known == null || known.get(name) == null)
                        .toList();
        if (!unknown.isEmpty()) {
            throw new CommandFailure(
                    "Invalid broker logger(s): "
                            + String.join(",", unknown)
                            + " (--describe lists those of broker "
                            + broker.name()
                            + ").");
        }
    }

    private boolean isOfLoggers() {
        return entityType.equals("broker-loggers");
    }

    private ConfigResource resource(String name) {
        ConfigResource.Type type =
                switch (entityType) {
                    case "topics" -> ConfigResource.Type.TOPIC;
                    case "groups" -> ConfigResource.Type.GROUP;
                    case "broker-loggers" -> ConfigResource.Type.BROKER_LOGGER;
                    case "client-metrics" -> ConfigResource.Type.CLIENT_METRICS;
                    default -> ConfigResource.Type.BROKER;
                };
        return new ConfigResource(type, name);
    }

    private void alter(Admin admin, PrintWriter out) throws Exception {
        List<AlterConfigOp> changes = changes();
        if ((entityName == null && !entityDefault) || changes.isEmpty()) {
            throw new CommandFailure(
                    "--alter needs --entity-name, and --add-config or --delete-config.");
        }
        ConfigResource changed = resource(entityName == null ? "" : entityName);
        if (isOfLoggers()) {
            checkLoggers(admin, changed, changes);
        }
        admin.incrementalAlterConfigs(Map.of(changed, changes)).all().get();
        sayUpdated(out);
    }

    private String singular() {
        return entityType.equals("client-metrics")
                ? entityType
                : entityType.substring(0, entityType.length() - 1);
    }

    private List<AlterConfigOp> changes() {
        List<AlterConfigOp> changes = new ArrayList<>();
        if (addConfig != null && addConfigFile != null) {
            throw new CommandFailure("--add-config and --add-config-file do not go together.");
        }
        if (addConfigFile != null) {
            AdminOptions.read(addConfigFile)
                    .forEach((key, value) -> changes.add(change("" + key, "" + value, OpType.SET)));
        }
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
        if (!all && isUnknown(admin)) {
            out.println(
                    "The "
                            + singular()
                            + " '"
                            + entityName
                            + "' doesn't exist and doesn't have dynamic config.");
            return;
        }
        if (isOfLoggers() && entityName == null) {
            throw new CommandFailure(
                    "An entity name must be specified with --describe of broker-loggers.");
        }
        List<ConfigResource> asked = names(admin).stream().map(this::resource).toList();
        DescribeConfigsOptions options = new DescribeConfigsOptions().includeSynonyms(true);
        Map<ConfigResource, Config> found = admin.describeConfigs(asked, options).all().get();
        for (ConfigResource each : asked) {
            String which = all ? "All" : "Dynamic";
            out.println(
                    each.name().isEmpty()
                            ? "Default configs for brokers in the cluster are:"
                            : which + " configs for " + singular() + " " + each.name() + " are:");
            Config config = found.get(each);
            if (config != null) {
                config.entries().stream()
                        .filter(entry -> all || isChanged(each, entry))
                        .sorted(Comparator.comparing(ConfigEntry::name))
                        .forEach(entry -> out.println("  " + text(entry)));
            }
        }
    }

    /** As scripts parse it: the value, whether it is a secret, and where it comes from. */
    private static String text(ConfigEntry entry) {
        String synonyms =
                entry.synonyms().stream()
                        .map(each -> each.source() + ":" + each.name() + "=" + each.value())
                        .collect(Collectors.joining(", "));
        return entry.name()
                + "="
                + entry.value()
                + " sensitive="
                + entry.isSensitive()
                + " synonyms={"
                + synonyms
                + "}";
    }

    private boolean isUnknown(Admin admin) throws Exception {
        String name = entityName;
        if (name == null || name.isEmpty()) {
            return false;
        }
        return switch (entityType) {
            case "topics" ->
                    !admin.listTopics(new ListTopicsOptions().listInternal(true))
                            .names()
                            .get()
                            .contains(name);
            case "brokers", "broker-loggers" ->
                    admin.describeCluster().nodes().get().stream()
                            .noneMatch(node -> node.idString().equals(name));
            default -> false;
        };
    }

    private List<String> names(Admin admin) throws Exception {
        if (entityName != null) {
            return List.of(entityName);
        }
        if (isOfTopics()) {
            return admin
                    .listTopics(new ListTopicsOptions().listInternal(true))
                    .names()
                    .get()
                    .stream()
                    .sorted()
                    .toList();
        }
        if (NAMED.contains(entityType)) {
            ConfigResource.Type type = resource("").type();
            return admin
                    .listConfigResources(Set.of(type), new ListConfigResourcesOptions())
                    .all()
                    .get()
                    .stream()
                    .map(ConfigResource::name)
                    .sorted()
                    .toList();
        }
        List<String> names = new ArrayList<>();
        if (!entityDefault) {
            admin.describeCluster().nodes().get().forEach(node -> names.add(node.idString()));
        }
        names.add("");
        return names;
    }

    /** Whether {@code entry} was set for the resource itself, not for more than that. */
    private static boolean isChanged(ConfigResource resource, ConfigEntry entry) {
        return switch (entry.source()) {
            case DYNAMIC_BROKER_CONFIG -> !resource.name().isEmpty();
            case DYNAMIC_DEFAULT_BROKER_CONFIG -> resource.name().isEmpty();
            case DYNAMIC_BROKER_LOGGER_CONFIG -> true;
            case DYNAMIC_TOPIC_CONFIG, DYNAMIC_CLIENT_METRICS_CONFIG, DYNAMIC_GROUP_CONFIG -> true;
            default -> false;
        };
    }
}
