package io.leat.log.coordinator.group.streams;

import io.leat.log.coordinator.group.TopicCatalog;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.StreamsGroupHeartbeatResponse;
import io.leat.log.protocol.message.StreamsGroupHeartbeatResponse.EndpointToPartitions;
import io.leat.log.protocol.message.StreamsGroupHeartbeatResponse.TopicPartition;
import io.leat.log.protocol.message.StreamsGroupMemberMetadataValue;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Says where which partitions are worked on, for queries between instances. Stateless. */
final class Endpoints {

    private Endpoints() {}

    /** Of all members that say where they can be asked. */
    static List<EndpointToPartitions> of(
            StreamsGroup group, PlannedTopology plan, TopicCatalog topics) {
        List<EndpointToPartitions> all = new ArrayList<>();
        for (StreamsMember member : group.members().values()) {
            StreamsGroupMemberMetadataValue.Endpoint endpoint = member.profile().userEndpoint();
            if (endpoint != null) {
                Tasks tasks = member.progress().assigned();
                all.add(
                        new EndpointToPartitions(
                                new StreamsGroupHeartbeatResponse.Endpoint(
                                        endpoint.host(), endpoint.port()),
                                partitions(tasks.active(), plan, topics),
                                partitions(tasks.standby(), plan, topics)));
            }
        }
        return all;
    }

    private static List<TopicPartition> partitions(
            SortedSet<TaskId> tasks, PlannedTopology plan, TopicCatalog topics) {
        SortedMap<String, SortedSet<Integer>> byTopic = new TreeMap<>();
        for (TaskId task : tasks) {
            PlannedTopology.Subtopology subtopology = plan.subtopologies().get(task.subtopology());
            if (subtopology == null) {
                continue;
            }
            for (String source : subtopology.sources()) {
                Uuid topic = topics.id(source);
                if (topic != null && task.partition() < topics.partitions(topic)) {
                    byTopic.computeIfAbsent(source, name -> new TreeSet<>()).add(task.partition());
                }
            }
        }
        List<TopicPartition> all = new ArrayList<>();
        byTopic.forEach(
                (topic, partitions) -> all.add(new TopicPartition(topic, List.copyOf(partitions))));
        return all;
    }
}
