package io.leat.log.testkit.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Of the faults of a seed that fails those are left that it needs. */
final class ShrinkerTest {

    private static final Set<Fault> DRAWN =
            EnumSet.of(Fault.KILL, Fault.PAUSE, Fault.CUT, Fault.DISK_FULL, Fault.POWER_LOSS);

    @Test
    void shouldKeepTheFaultsThatAFailureNeeds() {
        Set<Fault> needed = EnumSet.of(Fault.CUT, Fault.DISK_FULL);
        Shrinker shrinker =
                new Shrinker(
                        DRAWN,
                        without ->
                                without.stream().anyMatch(needed::contains)
                                        ? null
                                        : "lost without " + without);
        assertEquals(needed, shrinker.shrink());
        assertEquals("lost without [POWER_LOSS, KILL, PAUSE]", shrinker.failure());
    }

    @Test
    void shouldKeepAllFaultsOfASeedThatDoesNotFail() {
        Shrinker shrinker = new Shrinker(DRAWN, without -> null);
        assertEquals(DRAWN, shrinker.shrink());
        assertNull(shrinker.failure());
    }
}
