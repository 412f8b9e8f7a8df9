package io.leat.clients.consumer;

import io.leat.common.TopicPartition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A thread of a streams application whose tasks the coordinator hands out (KIP-1071): what its
 * consumer says of it, and whom it tells what it hears. {@code LeatStreams} implements it; a
 * consumer finds it in its settings, under {@link #CONFIG}. Called by the polling thread, apart
 * from {@link #introduction}.
 */
public interface StreamsGroupMember {

    String CONFIG = "__leat.streams.group.member";

    /** Its id; the same after a restart, so that it takes its place again at once. */
    String memberId();

    /** What the member says of itself when it joins. Called by any thread. */
    Introduction introduction();

    /** Whether the whole application is to shut down. Called by any thread. */
    boolean shutdownRequested();

    /**
     * What active tasks read.
     *
     * @param partitions how many partitions a topic has; null while that is not known
     * @return empty while it cannot be told
     */
    Optional<Set<TopicPartition>> partitions(
            Set<Task> active, Function<String, Integer> partitions);

    /** The tasks that the member has from now on; what was taken from it is given up. */
    void told(Tasks tasks);

    /** Where which partitions are worked on, of all members that say where they can be asked. */
    void told(List<EndpointPartitions> hosts);

    /**
     * What the coordinator says about the group, with each answer.
     *
     * @throws RuntimeException to end the thread
     */
    void told(Map<Status, String> statuses);

    /** The member is not in the group any more. */
    void left();

    /**
     * What a member says of itself.
     *
     * @param processId the same for all members that share a state directory
     * @param endpoint where queries are answered; empty if they are not
     */
    record Introduction(
            List<Subtopology> topology,
            String processId,
            Optional<Endpoint> endpoint,
            Map<String, String> clientTags) {}

    /** Where queries are answered. */
    record Endpoint(String host, int port) {}

    /**
     * A connected part of the topology.
     *
     * @param sources the topics it reads, apart from repartition topics
     * @param sinks repartition topics it writes
     * @param repartitionSources repartition topics it reads
     * @param copartitioned topics that must have the same number of partitions
     */
    record Subtopology(
            String id,
            List<String> sources,
            List<String> sinks,
            List<Topic> repartitionSources,
            List<Topic> changelogs,
            List<Set<String>> copartitioned) {}

    /**
     * An internal topic.
     *
     * @param partitions 0 if the coordinator is to decide
     * @param replicas 0 for the default of the cluster
     */
    record Topic(String name, int partitions, short replicas, Map<String, String> settings) {}

    /** A subtopology on a partition. */
    record Task(String subtopology, int partition) {}

    /**
     * Tasks of a member.
     *
     * @param active those it processes
     * @param standby those whose stores it keeps up to date
     */
    record Tasks(Set<Task> active, Set<Task> standby) {}

    /** What is worked on where. */
    record EndpointPartitions(
            Endpoint endpoint, Set<TopicPartition> active, Set<TopicPartition> standby) {}

    /** What a coordinator may say about a group, in the order of the codes. */
    enum Status {
        STALE_TOPOLOGY,
        MISSING_SOURCE_TOPICS,
        INCORRECTLY_PARTITIONED_TOPICS,
        MISSING_INTERNAL_TOPICS,
        SHUTDOWN_APPLICATION,
        ASSIGNMENT_DELAYED
    }
}
