package io.leat.log.cli.kafka;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.clients.admin.Admin;
import io.leat.clients.admin.LogDirDescription;
import io.leat.clients.admin.ReplicaInfo;
import io.leat.common.Node;
import io.leat.log.cli.AdminOptions;
import io.leat.log.cli.CommandFailure;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kafka-log-dirs.sh}: how much each partition takes in each directory of brokers. */
@Command(
        name = "kafka-log-dirs",
        hidden = true,
        description = "Print what the log directories of brokers hold, as JSON.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class KafkaLogDirs implements Callable<Integer> {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @Spec CommandSpec spec;
    @Mixin AdminOptions connection;

    @Option(names = "--describe", required = true, description = "Describe the directories.")
    boolean describe;

    @Option(
            names = "--topic-list",
            split = ",",
            paramLabel = "TOPIC",
            description = "Only these topics.")
    String @Nullable [] topics;

    @Option(
            names = "--broker-list",
            split = ",",
            paramLabel = "ID",
            description = "Only these brokers.")
    Integer @Nullable [] brokers;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        try (Admin admin = connection.admin()) {
            SortedSet<Integer> known = new TreeSet<>();
            for (Node node : admin.describeCluster().nodes().get()) {
                known.add(node.id());
            }
            SortedSet<Integer> asked =
                    brokers == null ? known : new TreeSet<>(Arrays.asList(brokers));
            SortedSet<Integer> unknown = new TreeSet<>(asked);
            unknown.removeAll(known);
            if (!unknown.isEmpty()) {
                throw new CommandFailure(
                        "The given brokers do not exist from --broker-list: "
                                + joined(unknown)
                                + ". Current existent brokers: "
                                + joined(known));
            }
            out.println("Querying brokers for log directories information");
            var found = admin.describeLogDirs(asked).allDescriptions().get();
            out.println("Received log directory information from brokers " + joined(asked));
            out.println(new ObjectMapper().writeValueAsString(json(new TreeMap<>(found))));
        }
        out.flush();
        return 0;
    }

    private static String joined(SortedSet<Integer> ids) {
        return ids.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private ObjectNode json(Map<Integer, Map<String, LogDirDescription>> found) {
        ArrayNode all = JSON.arrayNode();
        found.forEach(
                (broker, directories) -> {
                    ArrayNode logDirs = JSON.arrayNode();
                    new TreeMap<>(directories)
                            .forEach((path, each) -> logDirs.add(directory(path, each)));
                    ObjectNode one = JSON.objectNode().put("broker", broker);
                    one.set("logDirs", logDirs);
                    all.add(one);
                });
        ObjectNode json = JSON.objectNode();
        json.set("brokers", all);
        return json.put("version", 1);
    }

    private boolean isWanted(String topic) {
        return topics == null || Arrays.asList(topics).contains(topic);
    }

    private ObjectNode directory(String path, LogDirDescription directory) {
        ArrayNode partitions = JSON.arrayNode();
        Map<String, ReplicaInfo> sorted = new TreeMap<>();
        directory
                .replicaInfos()
                .forEach(
                        (partition, replica) -> {
                            if (isWanted(partition.topic())) {
                                sorted.put(partition.toString(), replica);
                            }
                        });
        sorted.forEach(
                (name, replica) ->
                        partitions.add(
                                JSON.objectNode()
                                        .put("partition", name)
                                        .put("size", replica.size())
                                        .put("offsetLag", replica.offsetLag())
                                        .put("isFuture", replica.isFuture())));
        ObjectNode json = JSON.objectNode();
        json.set("partitions", partitions);
        json.put("error", directory.error() == null ? null : directory.error().toString());
        return json.put("logDir", path);
    }
}
