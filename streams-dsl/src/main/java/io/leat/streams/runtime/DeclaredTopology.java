package io.leat.streams.runtime;

import io.leat.clients.consumer.StreamsGroupMember;
import io.leat.clients.consumer.StreamsGroupMember.Topic;
import io.leat.streams.topology.InternalTopic;
import io.leat.streams.topology.Subtopology;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Says a topology as the coordinator of a streams group wants it, with the real names of topics.
 * Stateless; the same topology is always said the same.
 */
record DeclaredTopology(String applicationId, TopicSettings settings) {

    List<StreamsGroupMember.Subtopology> of(List<Subtopology> subtopologies) {
        Set<String> repartitions = new HashSet<>();
        subtopologies.forEach(
                each -> each.repartitionSources().forEach(topic -> repartitions.add(topic.name())));
        return subtopologies.stream().map(each -> of(each, repartitions)).toList();
    }

    private StreamsGroupMember.Subtopology of(Subtopology subtopology, Set<String> repartitions) {
        List<String> sources = new ArrayList<>();
        for (String topic : subtopology.sourceTopics()) {
            if (!subtopology.isInternal(topic)) {
                sources.add(topic);
            }
        }
        List<String> sinks = new ArrayList<>();
        for (String topic : subtopology.sinkTopics()) {
            if (repartitions.contains(topic)) {
                sinks.add(named(topic));
            }
        }
        Map<String, Topic> read = new TreeMap<>();
        for (InternalTopic topic : subtopology.repartitionSources()) {
            Integer partitions = topic.partitions();
            read.put(
                    topic.name(),
                    new Topic(
                            named(topic.name()),
                            partitions == null ? 0 : partitions,
                            settings.replicas(),
                            settings.ofRepartition(topic)));
        }
        List<Topic> changelogs = new ArrayList<>();
        subtopology
                .changelogs()
                .forEach(
                        (store, topic) ->
                                changelogs.add(
                                        new Topic(
                                                named(topic.name()),
                                                0,
                                                settings.replicas(),
                                                settings.ofChangelog(subtopology, store, topic))));
        return new StreamsGroupMember.Subtopology(
                String.valueOf(subtopology.id()),
                sources,
                sinks,
                List.copyOf(read.values()),
                changelogs,
                copartitioned(subtopology));
    }

    private List<Set<String>> copartitioned(Subtopology subtopology) {
        List<Set<String>> groups = new ArrayList<>();
        for (Set<String> group : subtopology.copartitioned()) {
            Set<String> names = new TreeSet<>();
            for (String topic : group) {
                names.add(subtopology.isInternal(topic) ? named(topic) : topic);
            }
            groups.add(names);
        }
        return groups;
    }

    private String named(String topic) {
        return applicationId + "-" + topic;
    }
}
