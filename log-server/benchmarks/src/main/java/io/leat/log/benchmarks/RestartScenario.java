package io.leat.log.benchmarks;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * One node of several, with a replica of each of many partitions, ends in order and starts again,
 * then is killed and starts again: how long until it answers and until all its replicas are in
 * sync.
 */
final class RestartScenario implements Scenario<Side> {

    private static final int REPLICAS = 3;
    private static final int RECORDS_PER_PARTITION = 100;
    private static final int NODE = 2;

    private final int nodes;
    private final int partitions;
    private final Map<Side, String> filled = new HashMap<>();
    private final Measure stop;
    private final Step afterStop;
    private final Step afterKill;

    /** What is taken of a start. */
    private record Step(Measure answer, Measure inSync, Measure cpu) {
        static Step of(String what) {
            return new Step(
                    Measure.of(what + ": first answer", "s"),
                    Measure.of(what + ": all replicas in sync", "s"),
                    Measure.of(what + ": CPU till then", "s"));
        }
    }

    RestartScenario(int nodes, int partitions) {
        this.nodes = nodes;
        this.partitions = partitions;
        String what = partitions + " partitions on each of " + nodes + ", ";
        this.stop = Measure.of(what + "orderly stop", "s");
        this.afterStop = Step.of(what + "start after it");
        this.afterKill = Step.of(what + "start after kill -9");
    }

    @Override
    public String id() {
        return "cluster-restart";
    }

    @Override
    public int nodes() {
        return nodes;
    }

    @Override
    public int warmUps() {
        return 0;
    }

    @Override
    public void run(Side side, Samples samples) {
        Cluster cluster = side.cluster(nodes);
        String topic = filled.computeIfAbsent(side, any -> fill(side, cluster));
        long start = System.nanoTime();
        cluster.node(NODE).stop();
        samples.add(stop, side.name(), secondsSince(start));
        start(cluster, topic, afterStop, side.name(), samples);
        cluster.node(NODE).kill();
        start(cluster, topic, afterKill, side.name(), samples);
    }

    private void start(Cluster cluster, String topic, Step step, String side, Samples samples) {
        long start = System.nanoTime();
        ServerProcess node = cluster.restart(NODE);
        samples.add(step.answer, side, node.secondsToServe());
        new Replicas(topic).awaitInSync(cluster, partitions * REPLICAS);
        samples.add(step.inSync, side, secondsSince(start));
        samples.add(step.cpu, side, node.cpuSeconds());
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    private String fill(Side side, Cluster cluster) {
        String topic = "restart";
        Topics.create(side, cluster, topic, partitions, REPLICAS);
        byte[] value = ApacheClients.value(1024);
        ApacheClients.Failures failures = new ApacheClients.Failures();
        try (Producer<byte[], byte[]> producer =
                ApacheClients.producer(ApacheClients.producerSettings(cluster.bootstrap()))) {
            for (int i = 0; i < RECORDS_PER_PARTITION; i++) {
                for (int partition = 0; partition < partitions; partition++) {
                    producer.send(
                            new ProducerRecord<>(topic, partition, null, value), failures.callback);
                }
            }
            producer.flush();
        }
        failures.check();
        return topic;
    }
}
