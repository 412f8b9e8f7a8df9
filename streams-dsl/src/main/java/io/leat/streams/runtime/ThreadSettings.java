package io.leat.streams.runtime;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * How a stream thread works.
 *
 * @param commitsEarly whether to commit before the interval is over when there is nothing to read
 * @param pollWait longest wait for input
 * @param bufferedRecords how many records of a partition may wait before no more are read
 * @param summaryIntervalMs how often it logs what it did; never if not positive
 * @param paused whether to process nothing for now
 */
record ThreadSettings(
        boolean exactlyOnce,
        long commitIntervalMs,
        boolean commitsEarly,
        Duration pollWait,
        int bufferedRecords,
        long summaryIntervalMs,
        BooleanSupplier paused) {}
