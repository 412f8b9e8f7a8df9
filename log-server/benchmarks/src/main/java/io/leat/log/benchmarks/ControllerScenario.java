package io.leat.log.benchmarks;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * {@code kill -9} of the active controller, which leads a share of many partitions: how long until
 * the others say of each partition that one of them leads it.
 */
final class ControllerScenario implements Scenario<Side> {

    private static final int KILLS = 3;

    private final int nodes;
    private final ManyPartitions partitions;
    private final Measure median;
    private final Measure most;

    ControllerScenario(int nodes, ManyPartitions partitions) {
        this.nodes = nodes;
        this.partitions = partitions;
        String what =
                "kill -9 of the active controller of "
                        + partitions.count()
                        + " partitions, RF 3, to a live leader for each: ";
        this.median = Measure.of(what + "p50", "s").atMost(0.2);
        this.most = Measure.of(what + "most", "s").atMost(0.2);
    }

    @Override
    public String id() {
        return "cluster-controller";
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
        Cluster cluster = partitions.on(side, nodes);
        Replicas replicas = partitions.replicas();
        Histogram gaps = new Histogram(TimeUnit.MINUTES.toNanos(5), 3);
        for (int kill = 0; kill < KILLS; kill++) {
            int active = replicas.activeController(cluster);
            long start = System.nanoTime();
            cluster.node(active).kill();
            replicas.awaitLedWithout(cluster, active);
            gaps.recordValue(System.nanoTime() - start);
            cluster.restart(active);
            partitions.awaitInSync(cluster);
            replicas.electPreferred(cluster);
        }
        samples.add(median, side.name(), gaps.getValueAtPercentile(50) / 1e9);
        samples.add(most, side.name(), gaps.getMaxValue() / 1e9);
    }
}
