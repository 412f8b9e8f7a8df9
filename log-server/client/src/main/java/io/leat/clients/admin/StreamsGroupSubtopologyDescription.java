package io.leat.clients.admin;

import java.util.List;
import java.util.Map;

/**
 * A connected part of the topology of a streams group. Immutable.
 *
 * @param sourceTopics the topics it reads, apart from repartition topics
 * @param repartitionSinkTopics the repartition topics it writes
 * @param stateChangelogTopics the changelogs of its stores, by name
 * @param repartitionSourceTopics the repartition topics it reads, by name
 */
public record StreamsGroupSubtopologyDescription(
        String subtopologyId,
        List<String> sourceTopics,
        List<String> repartitionSinkTopics,
        Map<String, TopicInfo> stateChangelogTopics,
        Map<String, TopicInfo> repartitionSourceTopics) {

    /**
     * An internal topic.
     *
     * @param partitions 0 while the coordinator has not decided
     * @param replicationFactor 0 for the default of the cluster
     */
    public record TopicInfo(
            int partitions, int replicationFactor, Map<String, String> topicConfigs) {}
}
