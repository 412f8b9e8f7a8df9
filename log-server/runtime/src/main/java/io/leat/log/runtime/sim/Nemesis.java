package io.leat.log.runtime.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Does to the nodes of a simulation what a {@link FaultPlan} allows, one fault after the other, and
 * undoes each: crashed nodes boot again through the given function.
 */
public final class Nemesis {

    private final Simulation simulation;
    private final FaultPlan plan;
    private final List<SimNode> victims;
    private final Consumer<SimNode> boot;
    private final SimEntropy entropy;
    private final List<Runnable> faults = new ArrayList<>();
    private boolean stopped;

    /**
     * @param victims the nodes that may crash and pause, at least one
     * @param boot starts the program of a node on its new ports; the node was restarted already
     */
    public Nemesis(
            Simulation simulation, FaultPlan plan, List<SimNode> victims, Consumer<SimNode> boot) {
        this.simulation = simulation;
        this.plan = plan;
        this.victims = List.copyOf(victims);
        this.boot = boot;
        this.entropy = simulation.fork("nemesis");
        add(plan.crashes(), () -> down(SimNode::crash));
        add(plan.crashes(), this::crashInMidWrite);
        add(plan.kills(), () -> down(SimNode::kill));
        add(plan.pauses(), this::pause);
        add(plan.breaks(), this::breakLink);
        add(plan.partitions(), this::partition);
        add(plan.clockJumps(), () -> victim().jumpWallClock(entropy.between(-60_000, 60_000)));
    }

    private void add(boolean planned, Runnable fault) {
        if (planned) {
            faults.add(fault);
        }
    }

    /** Begins: sets latencies and disks as planned, and strikes from time to time. */
    public void begin() {
        simulation.network().latency(plan.latency());
        victims.forEach(node -> node.diskFaults(plan.disk()));
        next();
    }

    /** The second phase: no new faults, everything is healed and every node is up. */
    public void healForGood() {
        stopped = true;
        simulation.network().heal();
        simulation.network().latency(Latency.RACK);
        for (SimNode node : victims) {
            node.resume();
            up(node);
        }
    }

    private void next() {
        if (!stopped && !faults.isEmpty()) {
            simulation.after(
                    1 + entropy.between(0, 2 * plan.meanIntervalMs()),
                    () -> {
                        if (!stopped) {
                            faults.get(entropy.nextInt(faults.size())).run();
                            next();
                        }
                    });
        }
    }

    private void later(Runnable end) {
        simulation.after(1 + entropy.between(0, 2 * plan.meanDurationMs()), end);
    }

    private void down(Consumer<SimNode> how) {
        SimNode node = victim();
        if (node.isUp()) {
            how.accept(node);
            later(() -> up(node));
        }
    }

    private void crashInMidWrite() {
        SimNode node = victim();
        node.crashAfter(entropy.nextInt(30));
        later(() -> up(node));
    }

    private void up(SimNode node) {
        node.calm();
        if (!node.isUp()) {
            node.restart();
            boot.accept(node);
        }
    }

    private void pause() {
        SimNode node = victim();
        node.pause();
        later(node::resume);
    }

    private void breakLink() {
        simulation.network().breakConnections(victim().name(), anyone().name());
    }

    private void partition() {
        String a = victim().name();
        String b = anyone().name();
        if (entropy.chance(0.3)) {
            simulation.network().partitionOneWay(a, b);
        } else {
            simulation.network().partition(a, b);
        }
        later(() -> simulation.network().heal(a, b));
    }

    private SimNode victim() {
        return victims.get(entropy.nextInt(victims.size()));
    }

    private SimNode anyone() {
        List<SimNode> all = simulation.nodes();
        return all.get(entropy.nextInt(all.size()));
    }
}
