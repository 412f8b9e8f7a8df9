package io.leat.log.cli.kafka;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.DescribeFeaturesOptions;
import io.leat.clients.admin.FeatureMetadata;
import io.leat.clients.admin.FeatureUpdate;
import io.leat.clients.admin.FeatureUpdate.UpgradeType;
import io.leat.clients.admin.FinalizedVersionRange;
import io.leat.clients.admin.UpdateFeaturesOptions;
import io.leat.common.KafkaFuture;
import io.leat.log.cli.AdminOptions;
import io.leat.log.cli.CommandFailure;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kafka-features.sh}. */
@Command(
        name = "kafka-features",
        hidden = true,
        description = "This tool manages feature flags in Kafka.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: what the cluster works at, and what it could:",
            "  kafka-features.sh --bootstrap-server localhost:9092 describe",
            "Example: let the voters of a static quorum change from now on:",
            "  kafka-features.sh --bootstrap-server localhost:9092 upgrade --feature"
                    + " kraft.version=1"
        })
public final class KafkaFeatures implements Callable<Integer> {

    @Spec CommandSpec spec;
    @Mixin AdminOptions server;

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "Say what to do: describe, upgrade, downgrade, disable, version-mapping or"
                        + " feature-dependencies.");
    }

    @Command(
            name = "describe",
            description = "Describes the current active feature flags.",
            mixinStandardHelpOptions = true)
    int describe(
            @Option(names = "--node-id", paramLabel = "ID", description = "Ask this node.")
                    @Nullable Integer nodeId)
            throws Exception {
        DescribeFeaturesOptions options = new DescribeFeaturesOptions();
        if (nodeId != null) {
            if (nodeId < 0) {
                throw new CommandFailure("Invalid node id " + nodeId + ": must be non-negative.");
            }
            options.nodeId(nodeId);
        }
        FeatureMetadata features;
        try (Admin admin = server.admin()) {
            features = admin.describeFeatures(options).featureMetadata().get();
        }
        PrintWriter out = spec.commandLine().getOut();
        new TreeMap<>(features.supportedFeatures())
                .forEach(
                        (name, range) -> {
                            FinalizedVersionRange level = features.finalizedFeatures().get(name);
                            out.printf(
                                    "Feature: %-40s  SupportedMinVersion: %-15s "
                                            + " SupportedMaxVersion: %-15s "
                                            + " FinalizedVersionLevel: %-15s  Epoch: %s%n",
                                    name,
                                    FeatureLevels.show(name, range.minVersion()),
                                    FeatureLevels.show(name, range.maxVersion()),
                                    FeatureLevels.show(
                                            name, level == null ? 0 : level.maxVersionLevel()),
                                    features.finalizedFeaturesEpoch()
                                            .map(String::valueOf)
                                            .orElse("-"));
                        });
        out.flush();
        return 0;
    }

    @Command(
            name = "upgrade",
            description = "Upgrade one or more feature flags.",
            mixinStandardHelpOptions = true)
    int upgrade(@Mixin Levels levels) throws Exception {
        return change("upgrade", levels, UpgradeType.UPGRADE);
    }

    @Command(
            name = "downgrade",
            description = "Downgrade one or more feature flags.",
            mixinStandardHelpOptions = true)
    int downgrade(
            @Mixin Levels levels,
            @Option(
                            names = "--unsafe",
                            description =
                                    "Perform this downgrade even if it may irreversibly destroy"
                                            + " metadata.")
                    boolean unsafe)
            throws Exception {
        return change("downgrade", levels, down(unsafe));
    }

    @Command(
            name = "disable",
            description =
                    "Disable one or more feature flags. This is the same as downgrading the version"
                            + " to zero.",
            mixinStandardHelpOptions = true)
    int disable(
            @Option(
                            names = "--feature",
                            paramLabel = "NAME",
                            description = "A feature flag to disable.")
                    @Nullable List<String> names,
            @Option(names = "--unsafe", description = "Even if it may destroy metadata.")
                    boolean unsafe,
            @Option(names = "--dry-run", description = "Only say whether it could be done.")
                    boolean dryRun)
            throws Exception {
        Map<String, FeatureUpdate> updates = new TreeMap<>();
        if (names != null) {
            for (String name : names) {
                put(updates, name, new FeatureUpdate((short) 0, down(unsafe)));
            }
        }
        return update("disable", updates, dryRun);
    }

    private static UpgradeType down(boolean unsafe) {
        return unsafe ? UpgradeType.UNSAFE_DOWNGRADE : UpgradeType.SAFE_DOWNGRADE;
    }

    /** What upgrade and downgrade take. */
    static final class Levels {
        @Option(
                names = "--release-version",
                paramLabel = "RELEASE",
                description = "Set all features to what this release has, as 4.0-IV3.")
        @Nullable String release;

        @Option(
                names = "--metadata",
                paramLabel = "LEVEL",
                description = "DEPRECATED -- The level of metadata, as 4.0-IV3.")
        @Nullable String metadata;

        @Option(
                names = "--feature",
                paramLabel = "NAME=LEVEL",
                description = "One feature and its level; repeatable.")
        @Nullable List<String> features;

        @Option(names = "--dry-run", description = "Only say whether it could be done.")
        boolean dryRun;
    }

    private int change(String verb, Levels levels, UpgradeType type) throws Exception {
        if (levels.release != null && (levels.metadata != null || levels.features != null)) {
            throw new CommandFailure("Can not specify `release-version` with other feature flags.");
        }
        Map<String, FeatureUpdate> updates = new TreeMap<>();
        if (levels.release != null) {
            short metadata = FeatureLevels.metadata(levels.release);
            put(updates, FeatureLevels.METADATA, new FeatureUpdate(metadata, type));
            Set<String> known = known();
            FeatureLevels.others(levels.release)
                    .forEach(
                            (name, level) -> {
                                boolean changes = type != UpgradeType.UPGRADE || level > 0;
                                if (changes && known.contains(name)) {
                                    put(updates, name, new FeatureUpdate(level, type));
                                }
                            });
        }
        if (levels.metadata != null) {
            print(" `metadata` flag is deprecated and may be removed in a future release.");
            short metadata = FeatureLevels.metadata(levels.metadata);
            put(updates, FeatureLevels.METADATA, new FeatureUpdate(metadata, type));
        }
        if (levels.features != null) {
            for (String text : levels.features) {
                NameAndLevel each = NameAndLevel.parse(text);
                put(updates, each.name, update(each, type));
            }
        }
        return update(verb, updates, levels.dryRun);
    }

    /** The features that the cluster has at all. */
    private Set<String> known() throws Exception {
        try (Admin admin = server.admin()) {
            return admin.describeFeatures().featureMetadata().get().supportedFeatures().keySet();
        }
    }

    private static FeatureUpdate update(NameAndLevel feature, UpgradeType type) {
        try {
            return new FeatureUpdate(feature.level, type);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(feature.name + ": " + e.getMessage(), e);
        }
    }

    private static void put(Map<String, FeatureUpdate> updates, String name, FeatureUpdate update) {
        if (updates.put(name, update) != null) {
            throw new CommandFailure("Feature " + name + " was specified more than once.");
        }
    }

    private int update(String verb, Map<String, FeatureUpdate> updates, boolean dryRun)
            throws InterruptedException {
        if (updates.isEmpty()) {
            throw new CommandFailure("You must specify at least one feature to " + verb);
        }
        int failures = 0;
        try (Admin admin = server.admin()) {
            UpdateFeaturesOptions options = new UpdateFeaturesOptions().validateOnly(dryRun);
            Map<String, KafkaFuture<Void>> outcomes =
                    new TreeMap<>(admin.updateFeatures(updates, options).values());
            for (Map.Entry<String, KafkaFuture<Void>> each : outcomes.entrySet()) {
                FeatureUpdate update = updates.get(each.getKey());
                int level = update == null ? 0 : update.maxVersionLevel();
                try {
                    each.getValue().get();
                    print(
                            each.getKey()
                                    + (dryRun ? " can be " : " was ")
                                    + (verb.equals("disable")
                                            ? "disabled."
                                            : verb + "d to " + level + "."));
                } catch (ExecutionException e) {
                    failures++;
                    print(
                            (dryRun ? "Can not " : "Could not ")
                                    + verb
                                    + " "
                                    + each.getKey()
                                    + (verb.equals("disable") ? "" : " to " + level)
                                    + ". "
                                    + (e.getCause() == null ? e : e.getCause()).getMessage());
                }
            }
        }
        if (failures > 0) {
            throw new CommandFailure(
                    failures + " out of " + updates.size() + " operation(s) failed.");
        }
        return 0;
    }

    @Command(
            name = "version-mapping",
            description = "Look up the corresponding features for a given metadata version.",
            mixinStandardHelpOptions = true)
    int mapping(
            @Option(
                            names = "--release-version",
                            paramLabel = "RELEASE",
                            description = "The release, as 4.0-IV3; the latest if unset.")
                    @Nullable String release) {
        FeatureLevels.mapping(release).forEach(this::print);
        return 0;
    }

    @Command(
            name = "feature-dependencies",
            description = "Look up dependencies for a given feature version.",
            mixinStandardHelpOptions = true)
    int dependencies(
            @Option(
                            names = "--feature",
                            required = true,
                            paramLabel = "NAME=LEVEL",
                            description = "A feature and its level; repeatable.")
                    List<String> features) {
        for (String text : features) {
            NameAndLevel each = NameAndLevel.parse(text);
            FeatureLevels.dependencies(each.name, each.level).forEach(this::print);
        }
        return 0;
    }

    private void print(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }

    /** As the options write it: {@code name=level}. */
    private record NameAndLevel(String name, short level) {

        static NameAndLevel parse(String text) {
            int equals = text.indexOf('=');
            if (equals < 0) {
                throw new CommandFailure(
                        "Can't parse feature=level string " + text + ": equals sign not found.");
            }
            String level = text.substring(equals + 1).trim();
            try {
                return new NameAndLevel(text.substring(0, equals).trim(), Short.parseShort(level));
            } catch (NumberFormatException e) {
                throw new CommandFailure(
                        "Can't parse feature=level string "
                                + text
                                + ": unable to parse "
                                + level
                                + " as a short.",
                        e);
            }
        }
    }
}
