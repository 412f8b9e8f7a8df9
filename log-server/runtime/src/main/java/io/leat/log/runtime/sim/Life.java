package io.leat.log.runtime.sim;

import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Ports;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One run of a node's process, from boot to crash. Everything that dies with the process belongs to
 * a life: its loops, timers, connections, listeners and threads. A restart begins a new life.
 */
final class Life {

    final Simulation simulation;
    final SimNode node;
    final int number;
    final Ports ports;
    final Set<SimConnection> connections = new LinkedHashSet<>();
    final List<SimTask> tasks = new ArrayList<>();
    private boolean alive = true;
    private long costNanos;
    private long framesHeld;

    Life(Simulation simulation, SimNode node, int number, int loopCount) {
        this.simulation = simulation;
        this.node = node;
        this.number = number;
        SimEntropy entropy = simulation.fork("life/" + node.name() + "/" + number);
        List<EventLoop> loops = new ArrayList<>();
        for (int i = 0; i < loopCount; i++) {
            loops.add(new SimLoop(this, i, entropy.fork("loop")));
        }
        this.ports =
                new Ports(
                        new SimClock(node),
                        entropy.fork("node"),
                        new NodeNetwork(this),
                        loops,
                        new SimOffload(this, entropy.fork("offload")),
                        new SimThreads(this, entropy.fork("threads")));
    }

    boolean alive() {
        return alive;
    }

    void end() {
        alive = false;
    }

    /**
     * Whether a port call may proceed. False for a call from outside on a dead life, which is
     * ignored; throws for a call by code of the dead life itself, which has to end.
     */
    boolean accepts() {
        if (!alive && simulation.running() == this) {
            throw new NodeCrashedError(node.name());
        }
        return alive;
    }

    /** Charges the running event with time, for instance of a slow disk. */
    void charge(long nanos) {
        costNanos += nanos;
    }

    long costNanos() {
        return costNanos;
    }

    long takeCost() {
        long cost = costNanos;
        costNanos = 0;
        return cost;
    }

    void frameHeld(int change) {
        framesHeld += change;
    }

    long framesHeld() {
        return framesHeld;
    }
}
