package io.leat.log.testkit.live;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shortest run of {@link LiveHistoryTest}: one fault of each of three kinds. */
@Tag("live")
final class LiveMixTest {

    private static final long SEED = 3;

    @TempDir Path directory;

    @Test
    void shouldShowNoAnomalyWhenALeaderIsKilledANodeHangsAndConnectionsAreCut() throws Exception {
        LiveRun run = new LiveRun(directory, SEED, Duration.ZERO, List.of());
        LiveRun.Report report = run.run(List.of(Fault.CUT, Fault.PAUSE, Fault.KILL_LEADER));
        assertTrue(report.clean(), () -> LiveTotals.detail(report, directory));
    }
}
