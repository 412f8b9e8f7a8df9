package io.leat.log.server;

import io.leat.log.broker.cluster.Features;
import io.leat.log.cli.LeatCommand;
import io.leat.log.cli.kafka.FeatureLevels;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kafka-storage.sh}. */
@Command(
        name = "kafka-storage",
        hidden = true,
        mixinStandardHelpOptions = true,
        description = "The Kafka storage tool.",
        footer = {
            "",
            "Example: a controller that others join later:",
            "  kafka-storage.sh format -t $(kafka-storage.sh random-uuid) -c server.properties"
                    + " --standalone"
        })
public final class KafkaStorage implements LeatCommand {

    @Spec CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "Say what to do: format, info, random-uuid, version-mapping or"
                        + " feature-dependencies.");
    }

    private static Map<String, String> settings(Path file) {
        return SettingsFile.read(file);
    }

    @Command(
            name = "format",
            sortOptions = false,
            mixinStandardHelpOptions = true,
            description = "Format the Kafka log directories on this node.")
    int format(
            @Option(
                            names = {"--config", "-c"},
                            required = true,
                            paramLabel = "FILE",
                            description = "The Kafka configuration file to use.")
                    Path file,
            @Mixin Formatting formatting) {
        if (formatting.clusterId == null) {
            throw new ParameterException(
                    spec.commandLine(), "argument --cluster-id/-t is required");
        }
        List<Formatting.Outcome> outcomes = formatting.format(settings(file), true);
        short metadata =
                outcomes.get(0)
                        .identity()
                        .initialLevels()
                        .getOrDefault(
                                FeatureLevels.METADATA,
                                Features.INITIAL.getOrDefault(FeatureLevels.METADATA, (short) 0));
        if (outcomes.stream().allMatch(Formatting.Outcome::before)) {
            print("All of the log directories are already formatted.");
        }
        for (Formatting.Outcome done : outcomes) {
            if (!done.before()) {
                print(
                        "Formatting "
                                + done.kind()
                                + " "
                                + done.directory()
                                + " with metadata.version "
                                + FeatureLevels.show(FeatureLevels.METADATA, metadata)
                                + ".");
            }
        }
        return 0;
    }

    @Command(
            name = "info",
            mixinStandardHelpOptions = true,
            description = "Get information about the Kafka log directories on this node.")
    int info(
            @Option(
                            names = {"--config", "-c"},
                            required = true,
                            paramLabel = "FILE",
                            description = "The Kafka configuration file to use.")
                    Path file) {
        StorageInfo info = StorageInfo.of(settings(file));
        info.print(spec.commandLine().getOut());
        return info.problems().isEmpty() ? 0 : 1;
    }

    @Command(
            name = "random-uuid",
            mixinStandardHelpOptions = true,
            description = "Print a random UUID.")
    int randomId() {
        print(Formatting.random().toString());
        return 0;
    }

    @Command(
            name = "version-mapping",
            mixinStandardHelpOptions = true,
            description = "Look up the corresponding features for a given metadata version.")
    int mapping(
            @Option(
                            names = {"--release-version", "-r"},
                            paramLabel = "RELEASE",
                            description = "The release, as 4.0-IV3; the latest if unset.")
                    @Nullable String release) {
        FeatureLevels.mapping(release).forEach(this::print);
        return 0;
    }

    @Command(
            name = "feature-dependencies",
            mixinStandardHelpOptions = true,
            description = "Look up dependencies for a given feature version.")
    int dependencies(
            @Option(
                            names = {"--feature", "-f"},
                            required = true,
                            paramLabel = "NAME=LEVEL",
                            description = "A feature and its level; repeatable.")
                    Map<String, Short> features) {
        features.forEach(
                (name, level) -> FeatureLevels.dependencies(name, level).forEach(this::print));
        return 0;
    }

    private void print(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
