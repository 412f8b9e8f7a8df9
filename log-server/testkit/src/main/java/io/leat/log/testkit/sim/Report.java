package io.leat.log.testkit.sim;

import io.leat.log.testkit.history.Anomaly;
import java.util.List;

/**
 * What one seed showed.
 *
 * @param anomalies what a correct system would not have done; empty when all is well
 * @param eventHash equal for two runs of one seed
 * @param virtualMs simulated milliseconds
 * @param steps events
 * @param crashes how often a machine lost power or a process was killed
 * @param errors how often a client gave up and was made anew
 * @param records records that were read at the end
 */
public record Report(
        long seed,
        List<Anomaly> anomalies,
        long eventHash,
        long virtualMs,
        long steps,
        int crashes,
        int errors,
        long records) {}
