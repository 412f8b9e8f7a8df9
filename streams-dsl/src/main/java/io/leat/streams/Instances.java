package io.leat.streams;

import io.leat.common.TopicPartition;
import io.leat.common.serialization.Serializer;
import io.leat.common.utils.Utils;
import io.leat.streams.processor.StreamPartitioner;
import io.leat.streams.runtime.Hosted;
import io.leat.streams.state.HostInfo;
import io.leat.streams.topology.Subtopology;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds out which instance has what, from what each instance reads. Immutable. */
record Instances(
        String applicationId, List<Subtopology> subtopologies, Map<HostInfo, Hosted> hosts) {

    List<StreamsMetadata> all() {
        List<StreamsMetadata> all = new ArrayList<>();
        hosts.forEach(
                (host, has) ->
                        all.add(
                                new InstanceMetadata(
                                        host,
                                        stores(has.active()),
                                        has.active(),
                                        has.standby(),
                                        stores(has.standby()))));
        return all;
    }

    private Set<String> stores(Set<TopicPartition> partitions) {
        Set<String> names = new TreeSet<>();
        for (Subtopology subtopology : subtopologies) {
            Set<String> topics = topics(subtopology);
            if (partitions.stream().anyMatch(one -> topics.contains(one.topic()))) {
                names.addAll(subtopology.stores().keySet());
            }
        }
        return names;
    }

    private Set<String> topics(Subtopology subtopology) {
        Set<String> topics = new TreeSet<>();
        for (String topic : subtopology.sourceTopics()) {
            topics.add(subtopology.isInternal(topic) ? applicationId + "-" + topic : topic);
        }
        return topics;
    }

    List<StreamsMetadata> having(String store) {
        return all().stream()
                .filter(
                        one ->
                                one.stateStoreNames().contains(store)
                                        || one.standbyStateStoreNames().contains(store))
                .toList();
    }

    <K> KeyQueryMetadata having(String store, K key, Serializer<K> serializer) {
        return having(
                store,
                (topic, count) -> {
                    byte[] bytes = serializer.serialize(topic, key);
                    return Utils.toPositive(Utils.murmur2(bytes)) % count;
                });
    }

    <K> KeyQueryMetadata having(String store, K key, StreamPartitioner<? super K, ?> partitioner) {
        return having(
                store,
                (topic, count) -> {
                    Optional<Set<Integer>> chosen = partitioner.partitions(topic, key, null, count);
                    if (chosen.isEmpty() || chosen.get().size() != 1) {
                        throw new IllegalArgumentException(
                                "The partitioner must choose one partition for a key, not "
                                        + chosen
                                        + ".");
                    }
                    return chosen.get().iterator().next();
                });
    }

    private interface Choice {
        int partition(String topic, int count);
    }

    private KeyQueryMetadata having(String store, Choice choice) {
        if (hosts.isEmpty()) {
            return KeyQueryMetadata.NOT_AVAILABLE;
        }
        for (Subtopology subtopology : subtopologies) {
            if (!subtopology.stores().containsKey(store)) {
                continue;
            }
            String largest = null;
            int count = 0;
            for (String topic : topics(subtopology)) {
                int partitions = count(topic);
                if (partitions > count) {
                    largest = topic;
                    count = partitions;
                }
            }
            if (largest == null) {
                return KeyQueryMetadata.NOT_AVAILABLE;
            }
            TopicPartition partition =
                    new TopicPartition(largest, choice.partition(largest, count));
            return new KeyQueryMetadata(
                    reader(partition), keepers(partition), partition.partition());
        }
        return KeyQueryMetadata.NOT_AVAILABLE;
    }

    private HostInfo reader(TopicPartition partition) {
        return hosts.entrySet().stream()
                .filter(host -> host.getValue().active().contains(partition))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(HostInfo.unavailable());
    }

    private Set<HostInfo> keepers(TopicPartition partition) {
        return hosts.entrySet().stream()
                .filter(host -> host.getValue().standby().contains(partition))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** All partitions of a topic are read by somebody. */
    private int count(String topic) {
        return 1
                + hosts.values().stream()
                        .flatMap(has -> has.active().stream())
                        .filter(one -> one.topic().equals(topic))
                        .mapToInt(TopicPartition::partition)
                        .max()
                        .orElse(-1);
    }
}
