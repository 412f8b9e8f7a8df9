package io.leat.log.transport;

import io.leat.log.runtime.Clock;

/** The clocks of the JVM. */
final class SystemClock implements Clock {

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public long epochMillis() {
        return System.currentTimeMillis();
    }
}
