package io.leat.log.cli.kafka;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.OffsetSpec;
import io.leat.common.TopicPartition;
import io.leat.log.cli.CommandFailure;
import io.leat.log.cli.ServerOptions;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
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

    @Option(names = "--topic", paramLabel = "TOPIC", description = "Only this topic.")
    @Nullable String topic;

    @Option(
            names = "--time",
            paramLabel = "TIME",
            description = "-1 or latest (default), -2 or earliest, or milliseconds since 1970.")
    String time = "-1";

    @Override
    public Integer call() throws Exception {
        try (Admin admin = server.admin()) {
            Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
            var names = topic == null ? admin.listTopics().names().get() : List.of(topic);
            admin.describeTopics(names)
                    .allTopicNames()
                    .get()
                    .forEach(
                            (name, description) ->
                                    description
                                            .partitions()
                                            .forEach(
                                                    p ->
                                                            asked.put(
                                                                    new TopicPartition(
                                                                            name, p.partition()),
                                                                    at())));
            Map<TopicPartition, Long> offsets =
                    new TreeMap<>(
                            Comparator.comparing(TopicPartition::topic)
                                    .thenComparingInt(TopicPartition::partition));
            admin.listOffsets(asked)
                    .all()
                    .get()
                    .forEach((p, info) -> offsets.put(p, info.offset()));
            offsets.forEach(
                    (p, offset) ->
                            spec.commandLine()
                                    .getOut()
                                    .println(p.topic() + ":" + p.partition() + ":" + offset));
        }
        spec.commandLine().getOut().flush();
        return 0;
    }

    private OffsetSpec at() {
        return switch (time) {
            case "-1", "latest" -> OffsetSpec.latest();
            case "-2", "earliest" -> OffsetSpec.earliest();
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
