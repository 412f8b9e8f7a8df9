package io.leat.log.server;

import io.leat.log.broker.cluster.Features;
import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.config.BrokerKeys;
import io.leat.log.broker.config.ClusterKeys;
import io.leat.log.broker.config.ListenerAddress;
import io.leat.log.broker.node.DirectoryIdentity;
import io.leat.log.cli.CommandFailure;
import io.leat.log.cli.kafka.FeatureLevels;
import io.leat.log.protocol.Uuid;
import io.leat.log.quorum.VoterSet;
import io.leat.log.quorum.image.LevelRange;
import io.leat.log.runtime.Disk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * What {@code leat storage format} and {@code kafka-storage.sh format} do: they mark the directory
 * of a node with its cluster before the first start, and say with whom that begins. One thread.
 */
final class Formatting {

    @Option(
            names = {"--cluster-id", "-t"},
            paramLabel = "ID",
            description = "The cluster; all its nodes have the same.")
    @Nullable String clusterId;

    @Option(
            names = {"--standalone", "-s"},
            description = "This controller is the first voter; others are added later.")
    boolean standalone;

    @Option(
            names = {"--initial-controllers", "-I"},
            split = ",",
            paramLabel = "ID@HOST:PORT:DIRECTORY",
            description = "The first voters, the same for all nodes; directories are random-uuids.")
    @Nullable List<String> initialControllers;

    @Option(
            names = {"--no-initial-controllers", "-N"},
            description = "This node joins a cluster that is there.")
    boolean noInitialControllers;

    @Option(
            names = {"--ignore-formatted", "-g"},
            description = "No error when the directory is formatted already.")
    boolean ignoreFormatted;

    @Option(
            names = {"--feature", "-f"},
            paramLabel = "NAME=LEVEL",
            description = "A level that the cluster begins with; repeatable.")
    @Nullable List<String> features;

    @Option(
            names = {"--release-version", "-r"},
            paramLabel = "RELEASE",
            description = "Begin with the levels of a release, as 4.0-IV3.")
    @Nullable String release;

    @Option(
            names = {"--add-scram", "-S"},
            paramLabel = "MECHANISM=[name=USER,password=PASSWORD]",
            description = "A user that the cluster begins with; repeatable.")
    @Nullable List<String> users;

    /** What was done. */
    record Outcome(DirectoryIdentity identity, Path directory, boolean before, String kind) {}

    /**
     * Formats the directories that {@code settings} name, that of the metadata log first.
     *
     * @param said whether how the cluster begins has to be said, as kafka-storage.sh asks for
     */
    List<Outcome> format(Map<String, String> settings, boolean said) {
        BrokerConfig config = BrokerConfig.of(settings);
        boolean controller = config.get(ClusterKeys.ROLES).contains("controller");
        boolean named = config.find(ClusterKeys.VOTERS) != null;
        check(named, controller, said);
        Map<Path, Disk> disks = new LinkedHashMap<>();
        for (Path directory : FolderSettings.all(config)) {
            disks.put(directory, FolderSettings.open(directory));
        }
        List<Outcome> outcomes = new ArrayList<>();
        disks.forEach(
                (directory, disk) -> {
                    DirectoryIdentity present = DirectoryIdentity.read(disk);
                    if (present != null && !ignoreFormatted) {
                        throw new CommandFailure(
                                "Log directory "
                                        + directory
                                        + " is already formatted. Use --ignore-formatted to ignore"
                                        + " this directory and format the others.");
                    }
                    if (present != null) {
                        outcomes.add(new Outcome(present, directory, true, ""));
                    }
                });
        disks.forEach(
                (directory, disk) -> {
                    if (outcomes.stream().noneMatch(each -> each.directory().equals(directory))) {
                        outcomes.add(format(config, directory, disk, outcomes, controller, named));
                    }
                });
        return outcomes;
    }

    /**
     * @param before what there is by now: further directories belong to the same node
     */
    private Outcome format(
            BrokerConfig config,
            Path directory,
            Disk disk,
            List<Outcome> before,
            boolean controller,
            boolean named) {
        DirectoryIdentity identity;
        String kind = "data directory";
        if (directory.equals(FolderSettings.metadata(config))) {
            identity = identity(config, controller, named);
            kind = kind(controller, named, identity.initialVoters(), identity.nodeId());
        } else {
            DirectoryIdentity owner = before.get(0).identity();
            identity = new DirectoryIdentity(owner.clusterId(), owner.nodeId(), random());
        }
        identity.write(disk);
        return new Outcome(identity, directory, false, kind);
    }

    /** Of a node that is new. */
    private DirectoryIdentity identity(BrokerConfig config, boolean controller, boolean named) {
        int nodeId = config.get(BrokerKeys.NODE_ID);
        Uuid directoryId = directoryId(nodeId);
        String id = clusterId != null ? clusterId : config.find(BrokerKeys.CLUSTER_ID);
        return new DirectoryIdentity(
                id == null ? random().toString() : id,
                nodeId,
                directoryId,
                voters(config, nodeId, directoryId, controller),
                levels(named),
                users == null ? List.of() : users.stream().map(ScramUserText::read).toList());
    }

    private void check(boolean named, boolean controller, boolean said) {
        boolean initial = initialControllers != null;
        if ((initial ? 1 : 0) + (standalone ? 1 : 0) + (noInitialControllers ? 1 : 0) > 1) {
            throw new CommandFailure(
                    "Only one of --standalone, --initial-controllers and --no-initial-controllers"
                            + " can be given");
        }
        if (named && (initial || standalone)) {
            throw new CommandFailure(
                    "You cannot specify controller.quorum.voters and format the node with"
                            + " --initial-controllers or --standalone. If you want to use dynamic"
                            + " quorum, please remove controller.quorum.voters and specify"
                            + " controller.quorum.bootstrap.servers instead.");
        }
        if (standalone && !controller) {
            throw new CommandFailure("You can only use --standalone on a controller.");
        }
        if (said && controller && !named && !initial && !standalone && !noInitialControllers) {
            throw new CommandFailure(
                    "Because controller.quorum.voters is not set on this controller, you must"
                            + " specify one of the following: --standalone, --initial-controllers,"
                            + " or --no-initial-controllers.");
        }
    }

    /** A random id that begins with no dash: it is no option of a shell. */
    static Uuid random() {
        java.util.UUID random = java.util.UUID.randomUUID();
        Uuid id = new Uuid(random.getMostSignificantBits(), random.getLeastSignificantBits());
        return id.toString().startsWith("-") ? random() : id;
    }

    /** The one that the list of voters has for this node. */
    private Uuid directoryId(int nodeId) {
        if (initialControllers != null) {
            VoterSet.Voter self = parsed(initialControllers).find(nodeId);
            if (self != null) {
                return self.key().directoryId();
            }
        }
        return random();
    }

    private static VoterSet parsed(List<String> entries) {
        VoterSet voters;
        try {
            voters = VoterSet.parse(entries, "CONTROLLER");
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("--initial-controllers: " + e.getMessage(), e);
        }
        if (!voters.namesDisks()) {
            throw new CommandFailure(
                    "--initial-controllers: write id@host:port:directory for each, with a directory"
                            + " from random-uuid");
        }
        return voters;
    }

    private List<String> voters(
            BrokerConfig config, int nodeId, Uuid directoryId, boolean controller) {
        if (initialControllers != null) {
            return initialControllers.stream().map(String::trim).toList();
        }
        if (!standalone || !controller) {
            return List.of();
        }
        List<String> names = config.get(ClusterKeys.CONTROLLER_LISTENERS);
        List<String> voters = new ArrayList<>();
        for (ListenerAddress each :
                ListenerAddress.parse(BrokerKeys.LISTENERS, config.get(BrokerKeys.LISTENERS))) {
            if (voters.isEmpty() && names.contains(each.name())) {
                voters.add(nodeId + "@" + each.endpoint() + ":" + directoryId);
            }
        }
        return voters; // without a listener for controllers it is the only node for ever
    }

    private Map<String, Short> levels(boolean staticVoters) {
        Map<String, Short> levels = new TreeMap<>();
        if (release != null) {
            levels.put(FeatureLevels.METADATA, FeatureLevels.metadata(release));
            Map<String, LevelRange> known = Features.ranges();
            FeatureLevels.others(release)
                    .forEach(
                            (name, level) -> {
                                if (known.containsKey(name)) {
                                    levels.put(name, level);
                                }
                            });
        }
        for (String text : features == null ? List.<String>of() : features) {
            String[] pair = text.split("=", 2);
            short level;
            try {
                level = Short.parseShort(pair.length == 2 ? pair[1].trim() : "");
            } catch (NumberFormatException e) {
                throw new CommandFailure(
                        "Can't parse feature=level string " + text + ": write name=level", e);
            }
            put(levels, pair[0].trim(), level, staticVoters);
        }
        return levels;
    }

    private static void put(
            Map<String, Short> levels, String name, short level, boolean staticVoters) {
        if (name.equals(Features.KRAFT.name())) {
            if (level != (staticVoters ? 0 : 1)) {
                throw new CommandFailure(
                        "Cannot set kraft.version to "
                                + level
                                + (staticVoters
                                        ? " while controller.quorum.voters names the voters:"
                                                + " remove it, or upgrade when the cluster runs"
                                        : ": voters that no setting names are in the log"));
            }
            return; // it is so anyway
        }
        LevelRange range = Features.ranges().get(name);
        if (range == null) {
            throw new CommandFailure(
                    "Unsupported feature: "
                            + name
                            + ". Supported features are: kraft.version, "
                            + String.join(", ", new TreeMap<>(Features.ranges()).keySet()));
        }
        if (!range.contains(level)) {
            throw new CommandFailure(
                    "Feature "
                            + name
                            + " can be at levels "
                            + range.min()
                            + " to "
                            + range.max()
                            + ", not at "
                            + level);
        }
        levels.put(name, level);
    }

    private String kind(boolean controller, boolean named, List<String> voters, int nodeId) {
        if (!controller) {
            return "data directory";
        }
        if (named) {
            return "metadata directory";
        }
        boolean votes =
                !noInitialControllers && (voters.isEmpty() || parsed(voters).find(nodeId) != null);
        return votes ? "dynamic metadata voter directory" : "dynamic metadata directory";
    }
}
