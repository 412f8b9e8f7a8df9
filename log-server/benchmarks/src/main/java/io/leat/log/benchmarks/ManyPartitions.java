package io.leat.log.benchmarks;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A topic of many partitions with some records in each, made once on each cluster. */
final class ManyPartitions {

    static final int REPLICAS = 3;
    private static final String TOPIC = "many";
    private static final int RECORDS_PER_PARTITION = 100;

    private final int partitions;
    private final Map<Side, Cluster> filled = new HashMap<>();

    ManyPartitions(int partitions) {
        this.partitions = partitions;
    }

    int count() {
        return partitions;
    }

    /** The cluster of {@code side}, with the topic. */
    Cluster on(Side side, int nodes) {
        Cluster cluster = side.cluster(nodes);
        if (filled.put(side, cluster) != cluster) {
            Topics.create(side, cluster, TOPIC, partitions, REPLICAS);
            fill(cluster);
        }
        return cluster;
    }

    Replicas replicas() {
        return new Replicas(TOPIC);
    }

    /** Returns when all replicas of all partitions are in sync. */
    void awaitInSync(Cluster cluster) {
        replicas().awaitInSync(cluster, partitions * REPLICAS);
    }

    private void fill(Cluster cluster) {
        byte[] value = ApacheClients.value(1024);
        ApacheClients.Failures failures = new ApacheClients.Failures();
        try (Producer<byte[], byte[]> producer =
                ApacheClients.producer(ApacheClients.producerSettings(cluster.bootstrap()))) {
            for (int i = 0; i < RECORDS_PER_PARTITION; i++) {
                for (int partition = 0; partition < partitions; partition++) {
                    producer.send(
                            new ProducerRecord<>(TOPIC, partition, null, value), failures.callback);
                }
            }
            producer.flush();
        }
        failures.check();
    }
}
