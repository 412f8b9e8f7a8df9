package io.leat.clients.consumer;

import io.leat.common.Cluster;
import io.leat.common.Node;
import io.leat.common.PartitionInfo;
import io.leat.log.protocol.message.MetadataResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes a cluster of a metadata response that is asked for once. Stateless. */
final class Described {

    private Described() {}

    static Cluster cluster(MetadataResponse response) {
        Map<Integer, Node> nodes = new HashMap<>();
        for (MetadataResponse.Broker broker : response.brokers()) {
            nodes.put(
                    broker.nodeId(),
                    new Node(broker.nodeId(), broker.host(), broker.port(), broker.rack()));
        }
        List<PartitionInfo> partitions = new ArrayList<>();
        Set<String> internal = new HashSet<>();
        for (MetadataResponse.Topic topic : response.topics()) {
            if (topic.isInternal()) {
                internal.add(topic.name());
            }
            for (MetadataResponse.Partition partition : topic.partitions()) {
                partitions.add(
                        new PartitionInfo(
                                topic.name(),
                                partition.partitionIndex(),
                                nodes.get(partition.leaderId()),
                                nodes(nodes, partition.replicaNodes()),
                                nodes(nodes, partition.isrNodes()),
                                nodes(nodes, partition.offlineReplicas())));
            }
        }
        return new Cluster(response.clusterId(), nodes.values(), partitions, Set.of(), internal);
    }

    private static Node[] nodes(Map<Integer, Node> known, List<Integer> ids) {
        return ids.stream()
                .map(id -> known.getOrDefault(id, new Node(id, "", -1)))
                .toArray(Node[]::new);
    }
}
