package io.leat.clients.producer;

import io.leat.common.Cluster;
import io.leat.common.PartitionInfo;
import io.leat.common.utils.Utils;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Deals records to partitions in turn, whatever their keys. */
public class RoundRobinPartitioner implements Partitioner {

    private final Map<String, AtomicInteger> turns = new ConcurrentHashMap<>();

    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public int partition(
            String topic,
            Object key,
            byte[] keyBytes,
            Object value,
            byte[] valueBytes,
            Cluster cluster) {
        int turn =
                Utils.toPositive(
                        turns.computeIfAbsent(topic, name -> new AtomicInteger())
                                .getAndIncrement());
        List<PartitionInfo> available = cluster.availablePartitionsForTopic(topic);
        return available.isEmpty()
                ? turn % cluster.partitionsForTopic(topic).size()
                : available.get(turn % available.size()).partition();
    }

    @Override
    public void close() {}
}
