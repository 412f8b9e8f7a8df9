package io.leat.log.testkit.live;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real processes, real clients of three kinds, and faults; the history is judged as that of the
 * simulation. {@code -Plive -Druns=30 -Dseconds=60} runs as often and as long.
 */
@Tag("live")
final class LiveHistoryTest {

    private static final int RUNS = Integer.getInteger("leat.live.runs", 3);
    private static final int SECONDS = Integer.getInteger("leat.live.seconds", 60);
    private static final long SEED = Long.getLong("leat.live.seed", 1);

    /** Names of faults, separated by commas, instead of those that the seed draws. */
    private static final String FAULTS = System.getProperty("leat.live.faults");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    @Test
    void shouldShowNoAnomalyUnderFaults() throws Exception {
        LiveTotals totals = new LiveTotals();
        List<String> failed = new ArrayList<>();
        for (long seed = SEED; seed < SEED + RUNS; seed++) {
            Path data = LiveCluster.fresh(directory, "seed-" + seed);
            List<Fault> kinds = FAULTS == null ? Nemesis.draw(seed) : Fault.named(FAULTS);
            LiveRun.Report report =
                    new LiveRun(data, seed, Duration.ofSeconds(SECONDS), kinds).run();
            totals.add(report);
            System.out.println(LiveTotals.line(report));
            if (!report.clean()) {
                failed.add(LiveTotals.detail(report, data));
                System.out.println(LiveTotals.detail(report, data));
            }
        }
        System.out.println(totals.text());
        assertTrue(failed.isEmpty(), () -> String.join("\n\n", failed));
    }
}
