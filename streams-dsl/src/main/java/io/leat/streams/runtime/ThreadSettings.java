package io.leat.streams.runtime;

import java.time.Duration;

/**
 * How a stream thread works.
 *
 * @param pollWait longest wait for input
 */
record ThreadSettings(boolean exactlyOnce, long commitIntervalMs, Duration pollWait) {}
