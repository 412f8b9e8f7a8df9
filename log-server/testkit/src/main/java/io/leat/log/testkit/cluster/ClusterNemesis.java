package io.leat.log.testkit.cluster;

import io.leat.log.runtime.Entropy;
import io.leat.log.runtime.sim.Latency;
import io.leat.log.runtime.sim.SimNetwork;
import io.leat.log.runtime.sim.SimNode;
import io.leat.log.runtime.sim.Simulation;
import io.leat.log.testkit.sim.SimulatedLog;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Does to a cluster and its clients what a {@link ClusterPlan} says, one fault after the other, and
 * undoes each some time later. It never takes more than the log promises to survive. Owned by the
 * test script.
 */
public final class ClusterNemesis {

    /** About as long as it takes to move small replicas. */
    private static final int MOVING_MS = 200;

    private final SimulatedLog log;
    private final ClusterPlan plan;
    private final ClusterState state;
    private final List<SimNode> clients;
    private final Consumer<SimNode> boot;
    private final Entropy dice;
    private final Simulation simulation;
    private final SimNetwork network;
    private final MachineFaults machines;
    private final MembershipFaults membership;
    private final Map<Fault, Runnable> faults = new EnumMap<>(Fault.class);
    private final Map<Fault, Integer> struck = new EnumMap<>(Fault.class);
    private boolean stopped;

    /**
     * @param clients machines of programs that use the cluster
     * @param boot starts the program of a machine on its new ports; it was restarted already
     */
    public ClusterNemesis(
            SimulatedLog log,
            ClusterPlan plan,
            ClusterWatch watch,
            List<SimNode> clients,
            Consumer<SimNode> boot) {
        this.log = log;
        this.plan = plan;
        this.state = new ClusterState(log, watch);
        this.clients = List.copyOf(clients);
        this.boot = boot;
        this.simulation = log.simulation();
        this.network = simulation.network();
        this.dice = simulation.entropy("nemesis");
        this.machines = new MachineFaults(log, plan, state, watch, boot, dice);
        this.membership = new MembershipFaults(log, plan, state, machines, dice);
        for (Fault fault : plan.faults()) {
            faults.put(fault, action(fault));
        }
    }

    private Runnable action(Fault fault) {
        return switch (fault) {
            case POWER_LOSS -> () -> machines.losePower(anyMachine());
            case TORN_WRITE -> () -> machines.losePowerInMidWrite(anyNode());
            case KILL -> () -> machines.kill(anyMachine());
            case PAUSE -> () -> machines.pause(anyMachine());
            case BREAK -> () -> network.breakConnections(anyMachine().name(), anyNode().name());
            case CUT -> () -> cut(anyMachine(), List.of(anyNode()));
            case ONE_WAY -> this::oneWay;
            case ISOLATE -> () -> isolate(anyNode());
            case SILENCE -> this::silence;
            case SPLIT -> this::split;
            case ISOLATE_CONTROLLER -> () -> isolate(state.controller());
            case ISOLATE_LEADER -> this::isolateLeader;
            case SLOW_NODE -> this::slowNode;
            case SLOW_DISK -> () -> machines.slowDisk(anyNode());
            case CLOCK_JUMP -> () -> anyMachine().jumpWallClock(dice.nextInt(120_000) - 60_000);
            case DISK_ERROR -> () -> machines.diskError(anyNode());
            case DISK_FULL -> () -> machines.diskFull(anyNode());
            case EMPTY_DISK -> () -> machines.emptyDisk(anyNode());
            case ZOMBIE_CLIENT -> this::zombieClient;
            case VOTERS -> membership::changeVoters;
            case ROLLING_RESTART -> membership::rollingRestart;
            case REASSIGN -> membership::reassign;
            case MOVE_FOLDER -> this::moveFolders;
            case ELECT_LEADERS -> membership::electLeaders;
            case LOST_FSYNC -> machines::liarLosesPower;
        };
    }

    /** Replicas move, and half the time their machine dies while they do. */
    private void moveFolders() {
        SimNode host = membership.moveFolders();
        if (host != null && dice.nextInt(2) == 0) {
            simulation.after(
                    dice.nextInt(MOVING_MS),
                    () -> {
                        if (dice.nextInt(2) == 0) {
                            machines.kill(host);
                        } else {
                            machines.losePower(host);
                        }
                    });
        }
    }

    /** Begins: latencies and disks become as planned, and from time to time it strikes. */
    public void begin() {
        network.latency(plan.latency());
        log.hosts().forEach(host -> host.diskFaults(plan.disk()));
        if (faults.containsKey(Fault.LOST_FSYNC)) {
            machines.beginToLie();
        }
        log.onFailure(machines::nodeFailed);
        next();
    }

    /** How often each kind of fault struck. */
    public Map<Fault, Integer> struck() {
        return struck;
    }

    /** Whether the disk of a machine says that it forced what it did not. */
    boolean lies(SimNode host) {
        return machines.lies(host);
    }

    /** Why nodes ended by themselves: the last time of each. */
    public Map<String, String> failures() {
        return machines.failures();
    }

    /** Everything is healed, and every machine is up: from now on nothing fails. */
    public void healForGood() {
        stopped = true;
        machines.stop();
        membership.stop();
        network.heal();
        network.sameLatencies();
        network.latency(Latency.RACK);
        for (SimNode host : log.hosts()) {
            machines.recover(host);
        }
        for (SimNode client : clients) {
            client.resume();
            if (!client.isUp()) {
                client.restart();
                boot.accept(client);
            }
        }
    }

    private void next() {
        if (stopped || faults.isEmpty()) {
            return;
        }
        simulation.after(
                1 + dice.nextInt((int) (2 * plan.meanIntervalMs())),
                () -> {
                    if (!stopped) {
                        List<Map.Entry<Fault, Runnable>> kinds = new ArrayList<>(faults.entrySet());
                        Map.Entry<Fault, Runnable> fault = kinds.get(dice.nextInt(kinds.size()));
                        struck.merge(fault.getKey(), 1, Integer::sum);
                        fault.getValue().run();
                        next();
                    }
                });
    }

    private void later(Runnable end) {
        simulation.after(1 + dice.nextInt((int) (2 * plan.meanDurationMs())), end);
    }

    private SimNode anyNode() {
        return log.hosts().get(dice.nextInt(log.hosts().size()));
    }

    /** A node two times of three, else a client. */
    private SimNode anyMachine() {
        if (clients.isEmpty() || dice.nextInt(3) > 0) {
            return anyNode();
        }
        return clients.get(dice.nextInt(clients.size()));
    }

    // ---- the network ----

    private List<SimNode> othersThan(SimNode node) {
        return log.hosts().stream().filter(host -> host != node).toList();
    }

    private void cut(SimNode one, List<SimNode> others) {
        for (SimNode other : others) {
            if (other != one) {
                network.partition(one.name(), other.name());
            }
        }
        later(() -> others.forEach(other -> network.heal(one.name(), other.name())));
    }

    private void oneWay() {
        SimNode one = anyMachine();
        List<SimNode> others = dice.nextInt(2) == 0 ? List.of(anyNode()) : othersThan(one);
        boolean out = dice.nextInt(2) == 0;
        for (SimNode other : others) {
            if (other != one) {
                network.partitionOneWay(
                        out ? one.name() : other.name(), out ? other.name() : one.name());
            }
        }
        later(() -> others.forEach(other -> network.heal(one.name(), other.name())));
    }

    private void isolate(SimNode node) {
        cut(node, othersThan(node));
    }

    private void silence() {
        SimNode node = anyNode();
        List<SimNode> all = new ArrayList<>(othersThan(node));
        all.addAll(clients);
        cut(node, all);
    }

    private void split() {
        List<SimNode> left = new ArrayList<>();
        List<SimNode> right = new ArrayList<>();
        for (SimNode host : log.hosts()) {
            (dice.nextInt(2) == 0 ? left : right).add(host);
        }
        left.forEach(one -> right.forEach(two -> network.partition(one.name(), two.name())));
        later(
                () ->
                        left.forEach(
                                one -> right.forEach(two -> network.heal(one.name(), two.name()))));
    }

    private void isolateLeader() {
        ClusterState.Led led = state.anyLed(dice);
        if (led != null) {
            List<SimNode> followers = new ArrayList<>(led.followers());
            followers.remove(state.controller());
            if (followers.size() > 1 && dice.nextInt(2) == 0) {
                followers.remove(dice.nextInt(followers.size()));
            }
            cut(led.leader(), followers);
        }
    }

    private void slowNode() {
        SimNode node = anyNode();
        long mean = 20_000_000L << dice.nextInt(7);
        Latency slow = new Latency(mean / 4, mean);
        for (SimNode other : othersThan(node)) {
            network.latency(node.name(), other.name(), slow);
            network.latency(other.name(), node.name(), slow);
        }
        later(network::sameLatencies);
    }

    /** What it sent to one node is held up; a new process of it goes on meanwhile. */
    private void zombieClient() {
        if (clients.isEmpty()) {
            return;
        }
        SimNode client = clients.get(dice.nextInt(clients.size()));
        SimNode node = anyNode();
        network.partition(client.name(), node.name());
        simulation.after(
                dice.nextInt(400),
                () -> {
                    if (client.isUp() && !stopped) {
                        client.kill();
                        client.restart();
                        boot.accept(client);
                    }
                });
        later(() -> network.heal(client.name(), node.name()));
    }
}
