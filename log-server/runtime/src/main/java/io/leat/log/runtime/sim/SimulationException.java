package io.leat.log.runtime.sim;

import java.util.Locale;

/** Code under simulation failed; the message has the seed that repeats the run. */
public final class SimulationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SimulationException(long seed, long nanos, String where, Throwable cause) {
        super(
                String.format(
                        Locale.ROOT,
                        "seed %d: at %.6f s on %s: %s",
                        seed,
                        nanos / 1e9,
                        where,
                        cause),
                cause);
    }
}
