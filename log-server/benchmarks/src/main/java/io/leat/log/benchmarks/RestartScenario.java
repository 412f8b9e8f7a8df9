package io.leat.log.benchmarks;

/**
 * Nodes with a replica of each of many partitions end and start again: one of several, and all at
 * once, after an orderly stop and after kill -9. How long until they answer, and until all replicas
 * are in sync.
 */
final class RestartScenario implements Scenario<Side> {

    private static final int NODE = 2;

    private final int nodes;
    private final ManyPartitions partitions;
    private final Measure stop;
    private final Step afterStop;
    private final Step afterKill;
    private final Measure allStop;
    private final Step allAfterStop;
    private final Step allAfterKill;

    /** What is taken of a start. */
    private record Step(Measure answer, Measure inSync, Measure cpu) {
        static Step of(String what) {
            return new Step(
                    Measure.of(what + ": first answer", "s").atMost(0.2),
                    Measure.of(what + ": all replicas in sync", "s").atMost(0.2),
                    Measure.of(what + ": CPU till then", "s").atMost(0.2));
        }
    }

    RestartScenario(int nodes, ManyPartitions partitions) {
        this.nodes = nodes;
        this.partitions = partitions;
        String what = nodes + " nodes, " + partitions.count() + " partitions, RF 3; ";
        this.stop = Measure.of(what + "one node: orderly stop", "s");
        this.afterStop = Step.of(what + "one node: start after it");
        this.afterKill = Step.of(what + "one node: start after kill -9");
        this.allStop = Measure.of(what + "all: orderly stop", "s");
        this.allAfterStop = Step.of(what + "all: start after it");
        this.allAfterKill = Step.of(what + "all: start after kill -9");
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
        Cluster cluster = partitions.on(side, nodes);
        long start = System.nanoTime();
        cluster.node(NODE).stop();
        samples.add(stop, side.name(), secondsSince(start));
        start(cluster, afterStop, side.name(), samples);
        cluster.node(NODE).kill();
        start(cluster, afterKill, side.name(), samples);
        start = System.nanoTime();
        cluster.stopAll();
        samples.add(allStop, side.name(), secondsSince(start));
        startAll(cluster, allAfterStop, side.name(), samples);
        cluster.killAll();
        startAll(cluster, allAfterKill, side.name(), samples);
    }

    private void startAll(Cluster cluster, Step step, String side, Samples samples) {
        long start = System.nanoTime();
        cluster.restartAll();
        samples.add(step.answer, side, secondsSince(start));
        partitions.awaitInSync(cluster);
        samples.add(step.inSync, side, secondsSince(start));
        samples.add(step.cpu, side, cluster.cpuSeconds());
    }

    private void start(Cluster cluster, Step step, String side, Samples samples) {
        long start = System.nanoTime();
        ServerProcess node = cluster.restart(NODE);
        samples.add(step.answer, side, node.secondsToServe());
        partitions.awaitInSync(cluster);
        samples.add(step.inSync, side, secondsSince(start));
        samples.add(step.cpu, side, node.cpuSeconds());
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}
