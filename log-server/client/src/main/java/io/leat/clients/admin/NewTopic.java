package io.leat.clients.admin;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A topic to create. */
public class NewTopic {

    private final String name;
    private final Optional<Integer> numPartitions;
    private final Optional<Short> replicationFactor;
    private final Map<Integer, List<Integer>> replicasAssignments;
    private Map<String, String> configs;

    public NewTopic(String name, int numPartitions, short replicationFactor) {
        this(name, Optional.of(numPartitions), Optional.of(replicationFactor));
    }

    /** Empty means the broker's default. */
    public NewTopic(
            String name, Optional<Integer> numPartitions, Optional<Short> replicationFactor) {
        this.name = name;
        this.numPartitions = numPartitions;
        this.replicationFactor = replicationFactor;
        this.replicasAssignments = null;
    }

    /** For each partition the brokers of its replicas. */
    public NewTopic(String name, Map<Integer, List<Integer>> replicasAssignments) {
        this.name = name;
        this.numPartitions = Optional.empty();
        this.replicationFactor = Optional.empty();
        this.replicasAssignments = Collections.unmodifiableMap(replicasAssignments);
    }

    public String name() {
        return name;
    }

    /** Number of partitions, or -1. */
    public int numPartitions() {
        return numPartitions.orElse(-1);
    }

    /** Replicas of each partition, or -1. */
    public short replicationFactor() {
        return replicationFactor.orElse((short) -1);
    }

    /** Brokers of each partition, or null. */
    public Map<Integer, List<Integer>> replicasAssignments() {
        return replicasAssignments;
    }

    /** Settings of the topic. */
    public NewTopic configs(Map<String, String> configs) {
        this.configs = configs;
        return this;
    }

    /** Settings of the topic, or null. */
    public Map<String, String> configs() {
        return configs;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NewTopic that
                && name.equals(that.name)
                && numPartitions.equals(that.numPartitions)
                && replicationFactor.equals(that.replicationFactor)
                && Objects.equals(replicasAssignments, that.replicasAssignments)
                && Objects.equals(configs, that.configs);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, numPartitions, replicationFactor, replicasAssignments, configs);
    }

    @Override
    public String toString() {
        return "NewTopic(name="
                + name
                + ", numPartitions="
                + numPartitions()
                + ", replicationFactor="
                + replicationFactor()
                + ", replicasAssignments="
                + replicasAssignments
                + ", configs="
                + configs
                + ")";
    }
}
