package io.leat.log.benchmarks;

import java.util.concurrent.locks.LockSupport;

/** Lets a thread go on at fixed times. Owned by that thread. */
final class Pace {

    private final long start = System.nanoTime();
    private final double nanosBetween;

    Pace(double perSecond) {
        this.nanosBetween = 1e9 / perSecond;
    }

    /** Returns when the time of {@code index} has come, with that time. */
    long await(long index) {
        long due = start + (long) (index * nanosBetween);
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return due;
    }
}
