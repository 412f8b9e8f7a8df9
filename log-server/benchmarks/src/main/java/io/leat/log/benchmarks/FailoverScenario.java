package io.leat.log.benchmarks;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * {@code kill -9} of one node after the other while records go to each partition: how long until
 * each partition it led acknowledges again. The killed node then comes back and leads again.
 *
 * <p>One value of a round is over all partitions of all nodes, each killed once; so one of the
 * kills hits the active controller.
 */
final class FailoverScenario implements Scenario<Side> {

    private static final int PARTITIONS = 12;
    private static final int REPLICAS = 3;

    private final int nodes;
    private final Measure median;
    private final Measure high;
    private final Measure most;
    private int runs;

    FailoverScenario(int nodes) {
        this.nodes = nodes;
        String what = "kill -9 of one of " + nodes + " to the next acknowledged write: ";
        this.median = Measure.of(what + "p50", "ms");
        this.high = Measure.of(what + "p99", "ms");
        this.most = Measure.of(what + "most", "ms");
    }

    @Override
    public String id() {
        return "cluster-failover";
    }

    @Override
    public int nodes() {
        return nodes;
    }

    @Override
    public int warmUps() {
        return 0; // each round kills all JVMs anyway
    }

    @Override
    public void run(Side side, Samples samples) {
        Cluster cluster = side.cluster(nodes);
        String topic = "failover-" + runs++;
        Topics.create(side, cluster, topic, PARTITIONS, REPLICAS);
        Histogram gaps = new Histogram(TimeUnit.MINUTES.toNanos(5), 3);
        Replicas replicas = new Replicas(topic);
        for (int id = 1; id <= nodes; id++) {
            try (SteadyWriter writer = new SteadyWriter(cluster, topic, PARTITIONS)) {
                writer.awaitAll();
                Set<Integer> led = replicas.ledBy(cluster, id);
                cluster.node(id).kill();
                Map<Integer, Long> nanos = new TreeMap<>(writer.nanosToNextAcknowledged(led));
                nanos.values().forEach(gaps::recordValue);
                System.err.println("# killed node " + id + ", ms by partition: " + millis(nanos));
            }
            cluster.restart(id);
            replicas.awaitInSync(cluster, PARTITIONS * REPLICAS);
            replicas.electPreferred(cluster);
        }
        samples.add(median, side.name(), gaps.getValueAtPercentile(50) / 1e6);
        samples.add(high, side.name(), gaps.getValueAtPercentile(99) / 1e6);
        samples.add(most, side.name(), gaps.getMaxValue() / 1e6);
        Topics.delete(cluster, topic);
    }

    private static Map<Integer, Long> millis(Map<Integer, Long> nanos) {
        nanos.replaceAll((partition, value) -> TimeUnit.NANOSECONDS.toMillis(value));
        return nanos;
    }
}
