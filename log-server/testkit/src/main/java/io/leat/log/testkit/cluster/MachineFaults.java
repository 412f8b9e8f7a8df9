package io.leat.log.testkit.cluster;

import io.leat.log.runtime.Entropy;
import io.leat.log.runtime.sim.DiskFaults;
import io.leat.log.runtime.sim.SimDisk;
import io.leat.log.runtime.sim.SimNode;
import io.leat.log.runtime.sim.Simulation;
import io.leat.log.testkit.sim.SimulatedLog;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Faults of machines, processes and disks. What takes data that was not forced strikes, where
 * replicas do not force before they acknowledge, only when no other replica lacks anything and none
 * may come to be in sync alone. Owned by the test script.
 */
final class MachineFaults {

    private static final String PARTITIONS = "partitions";

    private final SimulatedLog log;
    private final ClusterPlan plan;
    private final ClusterState state;
    private final ClusterWatch watch;
    private final Consumer<SimNode> boot;
    private final Entropy dice;
    private final Simulation simulation;

    /** Nodes whose process is stopped in order: they come back by themselves. */
    private final Set<SimNode> stopping = new HashSet<>();

    /** Nodes whose disk failed: what the kernel shows of it is not to be trusted. */
    private final Set<SimNode> suspect = new HashSet<>();

    /** Nodes whose disks say that they forced partition data and mostly did not. */
    private final List<SimNode> liars = new ArrayList<>();

    private final Map<String, String> failures = new TreeMap<>();
    private boolean ended;

    MachineFaults(
            SimulatedLog log,
            ClusterPlan plan,
            ClusterState state,
            ClusterWatch watch,
            Consumer<SimNode> boot,
            Entropy dice) {
        this.log = log;
        this.plan = plan;
        this.state = state;
        this.watch = watch;
        this.boot = boot;
        this.dice = dice;
        this.simulation = log.simulation();
    }

    /** Nothing fails by itself any more; what disks were given is on them. */
    void stop() {
        ended = true;
        liars.forEach(host -> host.disk("data").beHonest());
        liars.clear();
    }

    /** Some disks begin to lie about partition data: fewer than half, and none of few. */
    void beginToLie() {
        List<SimNode> honest = new ArrayList<>(log.brokers());
        for (int left = (honest.size() - 1) / 2; left > 0; left--) {
            SimNode host = honest.remove(dice.nextInt(honest.size()));
            host.disk("data").lieAbout(PARTITIONS);
            watch.lies(host);
            liars.add(host);
        }
    }

    boolean lies(SimNode host) {
        return liars.contains(host);
    }

    void liarLosesPower() {
        losePower(liars.get(dice.nextInt(liars.size())));
    }

    private boolean isNode(SimNode host) {
        return log.hosts().contains(host);
    }

    private boolean isBroker(SimNode host) {
        return log.brokers().contains(host);
    }

    /** Whether what was not forced on this machine can be missed. */
    private boolean mayLoseUnforced(SimNode host) {
        return plan.persisted() || !isBroker(host) || plan.survivesLoss() && state.isWhole();
    }

    private void later(Runnable end) {
        simulation.after(1 + dice.nextInt((int) (2 * plan.meanDurationMs())), end);
    }

    void losePower(SimNode host) {
        if (host.isUp() && mayLoseUnforced(host)) {
            lost(host);
            host.crash();
            later(() -> recover(host));
        }
    }

    /** Where nothing was forced, a node that lost power has to register before it counts. */
    private void lost(SimNode host) {
        if (isBroker(host) && (!plan.persisted() || liars.contains(host))) {
            watch.lostData(host);
        }
    }

    void losePowerInMidWrite(SimNode host) {
        boolean forced = plan.persisted() && !liars.contains(host);
        if (host.isUp() && (forced || !isBroker(host))) {
            host.crashAfter(dice.nextInt(30));
            later(() -> recover(host));
        }
    }

    void kill(SimNode host) {
        if (host.isUp()) {
            end(host);
            later(() -> recover(host));
        }
    }

    /**
     * Ends a process. After an I/O error the machine is started anew as well: what the kernel still
     * shows then need not be on the disk, and a new process could not tell.
     */
    private void end(SimNode host) {
        if (suspect.remove(host)) {
            lost(host);
            host.crash();
        } else {
            host.kill();
        }
    }

    void pause(SimNode host) {
        host.pause();
        later(host::resume);
    }

    void slowDisk(SimNode host) {
        long mean = plan.disk().forceMeanNanos();
        host.diskFaults(plan.disk().withForceMean(Math.max(mean, 20_000_000L << dice.nextInt(5))));
        later(() -> host.diskFaults(plan.disk()));
    }

    /**
     * One change fails, or every one from then on. What was written but not forced may be lost by
     * that, as by a loss of power.
     */
    void diskError(SimNode host) {
        if (!host.isUp() || !mayLoseUnforced(host)) {
            return;
        }
        lost(host);
        suspect.add(host);
        List<SimDisk> disks = log.disks(host);
        SimDisk disk = disks.size() == 1 ? disks.get(0) : disks.get(dice.nextInt(disks.size()));
        long at = disk.operations() + 1 + dice.nextInt(30);
        if (dice.nextInt(2) == 0) {
            disk.failAtOperation(at);
        } else {
            disk.failFromOperation(at);
        }
        later(
                () -> {
                    disk.failAtOperation(-1);
                    if (host.isUp()) {
                        end(host);
                    }
                    recover(host);
                });
    }

    void diskFull(SimNode host) {
        DiskFaults full =
                plan.disk().withCapacity(host.disk("data").usedBytes() + dice.nextInt(20_000));
        host.diskFaults(full);
        later(() -> host.diskFaults(plan.disk()));
    }

    /** Not the disk of a voter: that has to be removed from the quorum first. */
    void emptyDisk(SimNode host) {
        if (!host.isUp() || state.mayVote(host) || !plan.survivesLoss() || !state.isWhole()) {
            return;
        }
        host.kill();
        host.replaceDisk("data");
        for (int i = 2; i <= log.layout().folders(); i++) {
            host.replaceDisk("data-" + i);
        }
        if (liars.contains(host)) {
            host.disk("data").lieAbout(PARTITIONS);
        }
        watch.replaced(host);
        later(() -> recover(host));
    }

    /** Why nodes ended by themselves: the last time of each. */
    Map<String, String> failures() {
        return failures;
    }

    /** A node ended by itself: somebody starts it again. */
    void nodeFailed(SimNode host, Throwable cause) {
        failures.put(host.name(), String.valueOf(cause.getMessage()));
        int life = host.lives();
        simulation.after(
                1,
                () -> {
                    if (host.isUp() && host.lives() == life) {
                        end(host);
                    }
                });
        simulation.after(500 + (ended ? 0 : dice.nextInt(2_000)), () -> restart(host));
    }

    /** Stops a node in order, starts it again, then runs {@code done}. */
    void restartInOrder(SimNode host, Runnable done) {
        if (!host.isUp() || host.isPaused() || !log.node(host).started()) {
            done.run();
            return;
        }
        stopping.add(host);
        int life = host.lives();
        log.node(host)
                .stop()
                .whenComplete(
                        (end, error) ->
                                simulation.after(
                                        1,
                                        () -> {
                                            stopping.remove(host);
                                            if (host.isUp() && host.lives() == life) {
                                                end(host);
                                                recover(host);
                                            }
                                            done.run();
                                        }));
    }

    /** Undoes what was done to a machine; it is up and running then. */
    void recover(SimNode host) {
        host.calm();
        host.resume();
        if (isNode(host)) {
            log.disks(host).forEach(disk -> disk.failAtOperation(-1));
            host.diskFaults(plan.disk());
        }
        restart(host);
    }

    private void restart(SimNode host) {
        if (!host.isUp()) {
            host.restart();
            boot.accept(host);
        }
    }
}
