package io.leat.log.runtime.sim;

import io.leat.log.runtime.Check;
import io.leat.log.runtime.Entropy;
import io.leat.log.runtime.Ports;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * One machine of a simulation: its {@link Ports}, its disks and its fate. The ports belong to the
 * current life of its process; {@link #restart} begins a new one with new ports and the same disks.
 *
 * <p>Its name is its host name: other nodes connect to {@code new Endpoint(name, port)}.
 */
public final class SimNode {

    private final Simulation simulation;
    private final String name;
    private final int index;
    private final int loopCount;
    private final SimEntropy entropy;
    private final TreeMap<String, SimDisk> disks = new TreeMap<>();
    private final List<Event> deferred = new ArrayList<>();
    private final long clockOriginNanos;
    private DiskFaults diskFaults = DiskFaults.NONE;
    private Life life;
    private int lives;
    private boolean paused;
    private long lookNanos;
    private long wallClockSkewMs;

    SimNode(Simulation simulation, String name, int index, int loopCount) {
        this.simulation = simulation;
        this.name = name;
        this.index = index;
        this.loopCount = loopCount;
        this.entropy = simulation.fork("node/" + name);
        this.clockOriginNanos = entropy.between(1, 1_000_000_000_000L);
        this.life = new Life(simulation, this, ++lives, loopCount);
    }

    public String name() {
        return name;
    }

    /** The ports of the current life. */
    public Ports ports() {
        return life.ports;
    }

    /** The disk called {@code disk}; made empty and without faults on first use. */
    public SimDisk disk(String disk) {
        SimDisk existing = disks.get(disk);
        if (existing == null) {
            existing = new SimDisk(this, disk, entropy.fork("disk/" + disk));
            existing.faults(diskFaults);
            disks.put(disk, existing);
        }
        return existing;
    }

    /** The disk is replaced by an empty one. The node must be down. */
    public void replaceDisk(String disk) {
        Check.that(!life.alive(), "node %s still uses its disks", name);
        disks.remove(disk);
        disk(disk);
    }

    /** How all disks of this node, also those not yet used, misbehave from now on. */
    public void diskFaults(DiskFaults faults) {
        diskFaults = faults;
        disks.values().forEach(disk -> disk.faults(faults));
    }

    public boolean isUp() {
        return life.alive();
    }

    /** How often its process has begun. */
    public int lives() {
        return lives;
    }

    public boolean isPaused() {
        return paused;
    }

    /** Frames of the current life that were received and not yet released. */
    public long framesHeld() {
        return life.framesHeld();
    }

    /**
     * The power fails: the process ends between two instructions, and of what its disks had not
     * made durable only what their faults allow survives.
     */
    public void crash() {
        end();
        disks.values().forEach(SimDisk::loseUnforced);
    }

    /**
     * The power will fail in the middle of the change of a disk that comes after {@code changes}
     * others.
     */
    public void crashAfter(int changes) {
        disks.values().forEach(disk -> disk.crashAtOperation(disk.operations() + 1 + changes));
    }

    /** The power will not fail: takes back {@link #crashAfter}. */
    public void calm() {
        disks.values().forEach(disk -> disk.crashAtOperation(-1));
    }

    /** The process is killed (as by SIGKILL): it ends, but nothing written to a disk is lost. */
    public void kill() {
        end();
    }

    private void end() {
        if (!life.alive()) {
            return;
        }
        simulation.note(Event.Kind.SCRIPT, index, 0xdead);
        life.end();
        paused = false;
        deferred.clear();
        disks.values().forEach(SimDisk::releaseLocks);
        simulation.network().processEnded(life);
        simulation.reap(life);
    }

    /** Boots the process again, with new ports. The node must be down. */
    public Ports restart() {
        Check.that(!life.alive(), "node %s is already up", name);
        life = new Life(simulation, this, ++lives, loopCount);
        return life.ports;
    }

    /** Stops the process without ending it (as by SIGSTOP): nothing of it runs until resume. */
    public void pause() {
        paused = life.alive();
    }

    /** Everything that was due while the node was paused happens now, in order. */
    public void resume() {
        paused = false;
        List<Event> due = new ArrayList<>(deferred);
        deferred.clear();
        for (Event event : due) {
            simulation.again(event);
        }
    }

    /** Moves the wall clock by {@code ms}; the monotonic clock does not notice. */
    public void jumpWallClock(long ms) {
        wallClockSkewMs += ms;
    }

    /**
     * From now on each look of a loop at its clock takes {@code nanos}, as any code takes time: the
     * task sees it pass, and the loop is busy for as long. Else tasks take no time at all.
     */
    public void looksAtClockTake(long nanos) {
        lookNanos = nanos;
    }

    /** What the task that runs now has taken so far. */
    long spentNanos() {
        SimLoop loop = lookNanos == 0 ? null : simulation.loop();
        if (loop == null || loop.life() != life) {
            return 0;
        }
        life.charge(lookNanos);
        return life.costNanos();
    }

    /** A random source of this node that survives restarts, for test scripts. */
    public Entropy entropy() {
        return entropy;
    }

    Life life() {
        return life;
    }

    int index() {
        return index;
    }

    Simulation simulation() {
        return simulation;
    }

    long clockOriginNanos() {
        return clockOriginNanos;
    }

    long wallClockSkewMs() {
        return wallClockSkewMs;
    }

    void defer(Event event) {
        deferred.add(event);
    }

    @Override
    public String toString() {
        return name;
    }
}
