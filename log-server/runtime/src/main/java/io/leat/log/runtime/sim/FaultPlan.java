package io.leat.log.runtime.sim;

import io.leat.log.runtime.Entropy;

/**
 * Which faults one run suffers. Each seed draws its own subset: a run with every fault at once
 * rarely makes enough progress to find anything.
 *
 * @param crashes nodes lose power and boot again
 * @param kills processes are killed and boot again, with their disks intact
 * @param pauses processes stop for a while, as in a long garbage collection
 * @param breaks connections are reset
 * @param partitions pairs of nodes cannot reach each other, both ways or one way
 * @param clockJumps wall clocks jump
 * @param disk how disks behave; lying forces are never drawn, since nothing survives them
 * @param latency of every link
 * @param meanIntervalMs mean time between two faults
 * @param meanDurationMs mean time until a fault is over
 */
public record FaultPlan(
        boolean crashes,
        boolean kills,
        boolean pauses,
        boolean breaks,
        boolean partitions,
        boolean clockJumps,
        DiskFaults disk,
        Latency latency,
        long meanIntervalMs,
        long meanDurationMs) {

    /** The plan of a seed: every kind of fault is in it with probability one half. */
    public static FaultPlan draw(Entropy entropy) {
        DiskFaults.Loss[] losses = DiskFaults.Loss.values();
        long latencyMean = 100_000L << entropy.nextInt(9);
        return new FaultPlan(
                entropy.nextInt(2) == 0,
                entropy.nextInt(2) == 0,
                entropy.nextInt(2) == 0,
                entropy.nextInt(2) == 0,
                entropy.nextInt(2) == 0,
                entropy.nextInt(2) == 0,
                DiskFaults.NONE
                        .withLoss(losses[1 + entropy.nextInt(losses.length - 1)])
                        .withForceMean(50_000L << entropy.nextInt(9)),
                new Latency(latencyMean / 4, latencyMean),
                200L << entropy.nextInt(5),
                50L << entropy.nextInt(7));
    }
}
