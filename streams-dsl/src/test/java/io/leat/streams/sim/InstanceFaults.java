package io.leat.streams.sim;

import io.leat.log.runtime.Entropy;
import io.leat.log.runtime.sim.DiskFaults;
import io.leat.log.runtime.sim.SimNode;
import io.leat.log.runtime.sim.Simulation;
import io.leat.log.testkit.cluster.ClusterPlan;
import io.leat.log.testkit.sim.SimulatedLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What happens only to instances of an application, beside what any client suffers: power fails in
 * the midst of a write of their stores, all of them lose power at once, disks are lost or full, and
 * somebody restarts them one after the other. Each seed draws some of these. Owned by the test
 * script.
 */
final class InstanceFaults {

    private final ClusterPlan plan;
    private final List<StreamsInstance> instances;
    private final Consumer<SimNode> boot;
    private final Entropy dice;
    private final Simulation simulation;
    private final DiskFaults disk;
    private final Map<String, Runnable> faults = new TreeMap<>();
    private final Map<String, Integer> struck = new TreeMap<>();
    private boolean ended;

    InstanceFaults(
            SimulatedLog log,
            ClusterPlan plan,
            List<StreamsInstance> instances,
            Consumer<SimNode> boot) {
        this.plan = plan;
        this.instances = instances;
        this.boot = boot;
        this.simulation = log.simulation();
        this.dice = simulation.entropy("instances");
        this.disk = dice.nextInt(4) == 0 ? plan.disk().withLyingForce() : plan.disk();
        draw("instance torn write", this::losePowerInMidWrite);
        draw("all instances lose power", this::allLosePower);
        draw("instances restarted in turn", this::restartInTurn);
        draw("instance on an empty disk", this::emptyDisk);
        draw("instance disk full", this::diskFull);
    }

    private void draw(String name, Runnable fault) {
        if (dice.nextInt(2) == 0) {
            faults.put(name, fault);
        }
    }

    Map<String, Integer> struck() {
        return struck;
    }

    void begin() {
        instances.forEach(each -> each.host().diskFaults(disk));
        next();
    }

    void healForGood() {
        ended = true;
        for (StreamsInstance instance : instances) {
            instance.host().diskFaults(plan.disk());
            up(instance.host());
        }
    }

    private void next() {
        if (ended || faults.isEmpty()) {
            return;
        }
        simulation.after(
                1 + dice.nextInt((int) (4 * plan.meanIntervalMs())),
                () -> {
                    if (!ended) {
                        List<String> kinds = new ArrayList<>(faults.keySet());
                        String kind = kinds.get(dice.nextInt(kinds.size()));
                        struck.merge(kind, 1, Integer::sum);
                        faults.get(kind).run();
                        next();
                    }
                });
    }

    private void later(Runnable end) {
        simulation.after(1 + dice.nextInt((int) (2 * plan.meanDurationMs())), end);
    }

    private StreamsInstance any() {
        return instances.get(dice.nextInt(instances.size()));
    }

    private void losePowerInMidWrite() {
        SimNode host = any().host();
        if (host.isUp()) {
            host.crashAfter(dice.nextInt(40));
            later(() -> up(host));
        }
    }

    private void allLosePower() {
        for (StreamsInstance instance : instances) {
            SimNode host = instance.host();
            if (host.isUp()) {
                host.crash();
                later(() -> up(host));
            }
        }
    }

    private void restartInTurn() {
        for (int i = 0; i < instances.size(); i++) {
            simulation.after(1 + 1_000L * i, instances.get(i)::restartInOrder);
        }
    }

    private void emptyDisk() {
        SimNode host = any().host();
        if (host.isUp()) {
            host.kill();
            host.replaceDisk("state");
            later(() -> up(host));
        }
    }

    private void diskFull() {
        SimNode host = any().host();
        host.diskFaults(disk.withCapacity(host.disk("state").usedBytes() + dice.nextInt(5_000)));
        later(() -> host.diskFaults(disk));
    }

    private void up(SimNode host) {
        host.calm();
        if (!host.isUp()) {
            host.restart();
            boot.accept(host);
        }
    }
}
