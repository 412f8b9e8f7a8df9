package io.leat.log.cli.kafka;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.ListOffsetsResult;
import io.leat.clients.admin.ListTopicsOptions;
import io.leat.clients.admin.OffsetSpec;
import io.leat.common.TopicPartition;
import io.leat.log.cli.CommandFailure;
import io.leat.log.cli.ServerOptions;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kafka-get-offsets.sh}, and the older {@code kafka.tools.GetOffsetShell}. */
@Command(
        name = "kafka-get-offsets",
        hidden = true,
        description = "Print the offsets of topics as topic:partition:offset.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class KafkaGetOffsets implements Callable<Integer> {

    @Spec CommandSpec spec;
    @Mixin ServerOptions server;

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            description = "Only topics that match this regular expression.")
    @Nullable String topic;

    @Option(
            names = "--partitions",
            split = ",",
            paramLabel = "N,N",
            description = "Only these partitions.")
    List<Integer> partitions = List.of();

    @Option(
            names = "--topic-partitions",
            paramLabel = "PATTERNS",
            description = "Only these, as a,b:1,c:0-3,d:5-,e:-3; the last number is not included.")
    @Nullable String topicPartitions;

    @Option(names = "--exclude-internal-topics", description = "Leave internal topics out.")
    boolean excludeInternal;

    @Option(
            names = "--time",
            paramLabel = "TIME",
            description =
                    "-1 or latest (default), -2 or earliest, -3 or max-timestamp, -4 or"
                            + " earliest-local, -5 or latest-tiered, -6 or"
                            + " earliest-pending-upload, or milliseconds since 1970.")
    String time = "-1";

    @Override
    public Integer call() throws Exception {
        if (topicPartitions != null && (topic != null || !partitions.isEmpty())) {
            throw new CommandFailure(
                    "--topic-partitions cannot be used with --topic or --partitions");
        }
        PrintWriter out = spec.commandLine().getOut();
        OffsetSpec spec = at();
        try (Admin admin = server.admin()) {
            SortedMap<TopicPartition, OffsetSpec> asked =
                    new TreeMap<>(
                            Comparator.comparing(TopicPartition::topic)
                                    .thenComparingInt(TopicPartition::partition));
            wanted(admin).forEach(each -> asked.put(each, spec));
            if (asked.isEmpty()) {
                throw new CommandFailure(
                        "Could not match any topic-partitions with the specified filters");
            }
            ListOffsetsResult offsets = admin.listOffsets(asked);
            for (TopicPartition each : asked.keySet()) {
                long offset = offsets.partitionResult(each).get().offset();
                if (offset >= 0) { // below, no record is as late as that
                    out.println(each.topic() + ":" + each.partition() + ":" + offset);
                }
            }
        }
        out.flush();
        return 0;
    }

    private List<TopicPartition> wanted(Admin admin) throws Exception {
        List<PartitionPattern> patterns =
                topicPartitions == null
                        ? List.of(
                                new PartitionPattern(
                                        PartitionPattern.topics(topic == null ? ".*" : topic),
                                        0,
                                        Integer.MAX_VALUE))
                        : PartitionPattern.list(topicPartitions);
        ListTopicsOptions options = new ListTopicsOptions().listInternal(!excludeInternal);
        Set<String> names =
                admin.listTopics(options).names().get().stream()
                        .filter(
                                name ->
                                        patterns.stream()
                                                .anyMatch(
                                                        each ->
                                                                each.topic()
                                                                        .matcher(name)
                                                                        .matches()))
                        .collect(Collectors.toSet());
        return admin.describeTopics(names).allTopicNames().get().values().stream()
                .flatMap(
                        each ->
                                each.partitions().stream()
                                        .map(p -> new TopicPartition(each.name(), p.partition())))
                .filter(each -> patterns.stream().anyMatch(pattern -> pattern.matches(each)))
                .filter(each -> partitions.isEmpty() || partitions.contains(each.partition()))
                .toList();
    }

    private OffsetSpec at() {
        return switch (time) {
            case "-1", "latest" -> OffsetSpec.latest();
            case "-2", "earliest" -> OffsetSpec.earliest();
            case "-3", "max-timestamp" -> OffsetSpec.maxTimestamp();
            case "-4", "earliest-local" -> OffsetSpec.earliestLocal();
            case "-5", "latest-tiered" -> OffsetSpec.latestTiered();
            case "-6", "earliest-pending-upload" -> OffsetSpec.earliestPendingUpload();
            default -> forTimestamp();
        };
    }

    private OffsetSpec forTimestamp() {
        try {
            return OffsetSpec.forTimestamp(Long.parseLong(time));
        } catch (NumberFormatException e) {
            throw new CommandFailure(
                    "'" + time + "' is no time. Give latest, earliest or milliseconds.", e);
        }
    }
}
