package io.leat.log.cli.replicas;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.common.TopicPartition;
import io.leat.common.TopicPartitionReplica;
import io.leat.log.cli.CommandFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which brokers are to have replicas of partitions, in the JSON that kafka-reassign-partitions.sh
 * reads and writes. Immutable.
 *
 * @param replicas for each partition, the preferred leader first
 * @param directories where a replica is to be on its broker, if that is said
 */
public record ReplicaPlan(
        SortedMap<TopicPartition, List<Integer>> replicas,
        Map<TopicPartitionReplica, String> directories) {

    /** Partitions in the order people list them. */
    public static final java.util.Comparator<TopicPartition> ORDER = Placement.ORDER;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ANY = "any";

    public ReplicaPlan {
        SortedMap<TopicPartition, List<Integer>> sorted = new TreeMap<>(Placement.ORDER);
        sorted.putAll(replicas);
        replicas = Collections.unmodifiableSortedMap(sorted);
        directories = Map.copyOf(directories);
    }

    /** Without directories. */
    public static ReplicaPlan of(Map<TopicPartition, List<Integer>> replicas) {
        SortedMap<TopicPartition, List<Integer>> sorted = new TreeMap<>(Placement.ORDER);
        sorted.putAll(replicas);
        return new ReplicaPlan(sorted, Map.of());
    }

    /** Reads a plan from a file. */
    public static ReplicaPlan read(Path file) {
        JsonNode root = json(file);
        SortedMap<TopicPartition, List<Integer>> replicas = new TreeMap<>(Placement.ORDER);
        Map<TopicPartitionReplica, String> directories = new HashMap<>();
        for (JsonNode each : root.path("partitions")) {
            TopicPartition partition = partition(file, each);
            List<Integer> brokers = new ArrayList<>();
            for (JsonNode broker : field(file, each, "replicas")) {
                brokers.add(number(file, broker));
            }
            check(file, partition, brokers);
            JsonNode paths = each.path("log_dirs");
            if (!paths.isMissingNode() && paths.size() != brokers.size()) {
                throw new CommandFailure(
                        "Size of replicas list "
                                + brokers
                                + " is different from size of log dirs list "
                                + paths
                                + " for partition "
                                + partition);
            }
            for (int i = 0; i < paths.size(); i++) {
                if (!paths.get(i).asText().equals(ANY)) {
                    directories.put(
                            new TopicPartitionReplica(
                                    partition.topic(), partition.partition(), brokers.get(i)),
                            paths.get(i).asText());
                }
            }
            if (replicas.put(partition, brokers) != null) {
                throw new CommandFailure(
                        "Partition reassignment contains duplicate topic partitions: " + partition);
            }
        }
        if (replicas.isEmpty()) {
            throw new CommandFailure("Partition reassignment list cannot be empty");
        }
        return new ReplicaPlan(replicas, directories);
    }

    private static void check(Path file, TopicPartition partition, List<Integer> brokers) {
        if (brokers.isEmpty()) {
            throw new CommandFailure(
                    "Partition replica list cannot be empty: " + partition + " in " + file);
        }
        if (new HashSet<>(brokers).size() != brokers.size()) {
            throw new CommandFailure(
                    "Partition replica lists may not contain duplicate entries: "
                            + partition
                            + " has "
                            + brokers
                            + " in "
                            + file);
        }
    }

    /** Reads the partitions of {@code {"partitions": [{"topic": ..., "partition": ...}]}}. */
    public static Set<TopicPartition> partitions(Path file) {
        Set<TopicPartition> partitions = new LinkedHashSet<>();
        for (JsonNode each : field(file, json(file), "partitions")) {
            TopicPartition partition = partition(file, each);
            if (!partitions.add(partition)) {
                throw new CommandFailure(
                        "Replica election data contains duplicate partitions: " + partition);
            }
        }
        return partitions;
    }

    /** Reads the topics of {@code {"topics": [{"topic": ...}], "version": 1}}. */
    public static List<String> topics(Path file) {
        List<String> topics = new ArrayList<>();
        for (JsonNode each : field(file, json(file), "topics")) {
            String topic = field(file, each, "topic").asText();
            if (topics.contains(topic)) {
                throw new CommandFailure(
                        "List of topics to reassign contains duplicate entries: " + topic);
            }
            topics.add(topic);
        }
        return topics;
    }

    private static TopicPartition partition(Path file, JsonNode node) {
        return new TopicPartition(
                field(file, node, "topic").asText(), number(file, field(file, node, "partition")));
    }

    private static int number(Path file, JsonNode node) {
        if (!node.isInt()) {
            throw new CommandFailure(file + ": " + node + " is not a number");
        }
        return node.asInt();
    }

    private static JsonNode field(Path file, JsonNode node, String name) {
        JsonNode field = node.path(name);
        if (field.isMissingNode()) {
            throw new CommandFailure(file + ": \"" + name + "\" is missing in " + node);
        }
        return field;
    }

    private static JsonNode json(Path file) {
        try {
            JsonNode root = JSON.readTree(Files.readString(file, StandardCharsets.UTF_8));
            int version = root.path("version").asInt(1);
            if (version != 1) {
                throw new CommandFailure(file + ": Not supported version field value " + version);
            }
            return root;
        } catch (JsonProcessingException e) {
            throw new CommandFailure(file + " is not a valid JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new CommandFailure("Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** As JSON in one line. */
    public String toJson() {
        ObjectNode root = JSON.createObjectNode();
        root.put("version", 1);
        ArrayNode partitions = root.putArray("partitions");
        replicas.forEach(
                (partition, brokers) -> {
                    ObjectNode node = partitions.addObject();
                    node.put("topic", partition.topic());
                    node.put("partition", partition.partition());
                    ArrayNode ids = node.putArray("replicas");
                    ArrayNode paths = node.putArray("log_dirs");
                    for (int broker : brokers) {
                        ids.add(broker);
                        paths.add(
                                directories.getOrDefault(
                                        new TopicPartitionReplica(
                                                partition.topic(), partition.partition(), broker),
                                        ANY));
                    }
                });
        return root.toString();
    }

    /** The partitions as people list them: {@code a-0,a-1}. */
    public String names() {
        return String.join(",", replicas.keySet().stream().map(TopicPartition::toString).toList());
    }
}
