package io.leat.log.cli.kafka;

import io.leat.clients.admin.Admin;
import io.leat.common.ElectionType;
import io.leat.common.TopicPartition;
import io.leat.common.errors.ElectionNotNeededException;
import io.leat.log.cli.AdminOptions;
import io.leat.log.cli.CommandFailure;
import io.leat.log.cli.replicas.ReplicaPlan;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kafka-leader-election.sh}. */
@Command(
        name = "kafka-leader-election",
        hidden = true,
        description = {
            "This tool attempts to elect a new leader for a set of topic partitions. The type of"
                    + " elections supported are preferred replicas and unclean replicas."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: let the preferred replicas lead everywhere:",
            "  kafka-leader-election.sh --bootstrap-server localhost:9092 --election-type preferred"
                    + " --all-topic-partitions"
        })
public final class KafkaLeaderElection implements Callable<Integer> {

    @Spec CommandSpec spec;
    @Mixin AdminOptions server;

    @Option(
            names = "--election-type",
            required = true,
            paramLabel = "TYPE",
            description =
                    "preferred: where another replica leads than the first of the list; unclean:"
                            + " where none leads, at the price of losing records.")
    ElectionType type;

    @Option(
            names = "--path-to-json-file",
            paramLabel = "FILE",
            description = "{\"partitions\": [{\"topic\": \"foo\", \"partition\": 1}]}")
    @Nullable Path file;

    @Option(names = "--topic", paramLabel = "TOPIC", description = "With --partition: its topic.")
    @Nullable String topic;

    @Option(names = "--partition", paramLabel = "N", description = "With --topic: one partition.")
    @Nullable Integer partition;

    @Option(names = "--all-topic-partitions", description = "All partitions that need it.")
    boolean all;

    @Override
    public Integer call() throws Exception {
        int ways = (file == null ? 0 : 1) + (topic == null ? 0 : 1) + (all ? 1 : 0);
        if (ways != 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "One and only one of the following options is required: topic,"
                            + " all-topic-partitions, path-to-json-file");
        }
        if (topic != null && partition == null) {
            throw new ParameterException(
                    spec.commandLine(), "Missing required option(s): partition");
        }
        if (topic == null && partition != null) {
            throw new ParameterException(
                    spec.commandLine(), "Option partition is only allowed if topic is used");
        }
        try (Admin admin = server.admin()) {
            elect(admin, spec.commandLine().getOut());
        }
        return 0;
    }

    private @Nullable Set<TopicPartition> partitions() {
        if (file != null) {
            return ReplicaPlan.partitions(file);
        }
        return topic == null || partition == null
                ? null
                : Set.of(new TopicPartition(topic, partition));
    }

    private void elect(Admin admin, PrintWriter out) throws Exception {
        Map<TopicPartition, Optional<Throwable>> outcomes = new TreeMap<>(ReplicaPlan.ORDER);
        outcomes.putAll(admin.electLeaders(type, partitions()).partitions().get());
        List<String> elected = new ArrayList<>();
        List<String> valid = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        outcomes.forEach(
                (which, outcome) -> {
                    if (outcome.isEmpty()) {
                        elected.add(which.toString());
                    } else if (outcome.get() instanceof ElectionNotNeededException) {
                        valid.add(which.toString());
                    } else {
                        failed.add(
                                "Error completing leader election ("
                                        + type
                                        + ") for partition: "
                                        + which
                                        + ": "
                                        + outcome.get().getMessage());
                    }
                });
        if (!elected.isEmpty()) {
            out.println(
                    "Successfully completed leader election ("
                            + type
                            + ") for partitions "
                            + String.join(", ", elected));
        }
        if (!valid.isEmpty()) {
            out.println("Valid replica already elected for partitions " + String.join(", ", valid));
        }
        failed.forEach(out::println);
        out.flush();
        if (!failed.isEmpty()) {
            throw new CommandFailure(failed.size() + " replica(s) could not be elected");
        }
    }
}
