package io.leat.streams.sim;

import io.leat.log.runtime.Entropy;
import io.leat.log.runtime.sim.SimNode;
import io.leat.log.runtime.sim.Simulation;
import io.leat.log.runtime.sim.SimulationException;
import io.leat.log.testkit.cluster.ClusterNemesis;
import io.leat.log.testkit.cluster.ClusterPlan;
import io.leat.log.testkit.cluster.ClusterWatch;
import io.leat.log.testkit.cluster.Fault;
import io.leat.log.testkit.cluster.Forfeit;
import io.leat.log.testkit.history.Anomaly;
import io.leat.log.testkit.sim.Report;
import io.leat.log.testkit.sim.SimulatedLog;
import io.leat.log.testkit.sim.SimulatedLog.Layout;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One seed of the word count on a cluster of three brokers, with two or three instances of the
 * application. Nodes, network and instances suffer the faults of a {@link ClusterPlan}; the
 * instances' disks tear what was not forced, or say that they forced what they did not. The
 * invariants of the cluster are checked after every turn of a node.
 */
final class ClusterWordCountScenario extends WordCountScenario {

    private static final long FAULTY_MS = 40_000;
    private static final long WHOLE_MS = 120_000;

    private final ClusterPlan plan;
    private final ClusterWatch watch;
    private final Map<String, Integer> struck = new TreeMap<>();

    ClusterWordCountScenario(long seed) {
        this(seed, Set.of());
    }

    /**
     * @param without kinds of faults that are left out
     */
    ClusterWordCountScenario(long seed, Set<Fault> without) {
        this(seed, plan(seed, without));
    }

    private ClusterWordCountScenario(long seed, ClusterPlan plan) {
        super(
                seed,
                new SimulatedLog(seed, plan.layout(), plan.settings()),
                2 + (int) Math.floorMod(seed, 2));
        this.plan = plan;
        this.watch = new ClusterWatch(log());
    }

    private static ClusterPlan plan(long seed, Set<Fault> without) {
        try (Simulation simulation = new Simulation(seed)) {
            Entropy dice = simulation.entropy("layout");
            Layout layout =
                    new Layout(
                            3,
                            dice.nextInt(3) == 0 ? 3 : 0,
                            dice.nextInt(3) == 0,
                            1 + dice.nextInt(2));
            return ClusterPlan.draw(simulation.entropy("plan"), without).on(layout);
        }
    }

    ClusterPlan plan() {
        return plan;
    }

    /** As {@link WordCountScenario#run}; a {@link Forfeit} of the cluster ends it early. */
    @Override
    Report run() {
        try {
            return super.run();
        } catch (SimulationException e) {
            if (e.getCause() instanceof Forfeit) {
                return report();
            }
            throw e;
        }
    }

    /** How often each kind of fault struck. */
    Map<String, Integer> struck() {
        return struck;
    }

    @Override
    int lineCount() {
        return 200;
    }

    @Override
    long restMs(Entropy random) {
        return random.nextInt(6) == 0 ? random.nextInt(8_000) : random.nextInt(400);
    }

    @Override
    void suffer() {
        ClusterNemesis nemesis = new ClusterNemesis(log(), plan, watch, clientHosts(), this::boot);
        InstanceFaults faults = new InstanceFaults(log(), plan, instances(), this::boot);
        nemesis.begin();
        faults.begin();
        log().simulation().runUntil(this::sent, FAULTY_MS);
        nemesis.healForGood();
        faults.healForGood();
        nemesis.struck().forEach((fault, times) -> struck.put(fault.name(), times));
        struck.putAll(faults.struck());
    }

    /** All replicas become one; then all power fails, or all processes where nobody forces. */
    @Override
    void losePower() {
        if (!log().simulation().runUntil(this::isWhole, WHOLE_MS)) {
            add(new Anomaly("stuck", "the replicas never became one: " + watch.replicas()));
        }
        if (plan.persisted()) {
            super.losePower();
            return;
        }
        for (SimNode client : clientHosts()) {
            client.crash();
        }
        for (SimNode host : log().hosts()) {
            host.kill();
        }
        for (SimNode machine : log().hosts()) {
            machine.restart();
            boot(machine);
        }
        for (SimNode client : clientHosts()) {
            client.restart();
            boot(client);
        }
    }

    private boolean isWhole() {
        return watch.image().topics().stream()
                .flatMap(topic -> topic.partitions().stream())
                .allMatch(p -> p.isr().size() == p.replicas().size() && p.hasLeader());
    }
}
