package io.leat.log.broker.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is said about times that were recorded. */
final class LatenciesTest {

    private static final long SECOND = 1_000_000_000L;

    private final Latencies latencies = new Latencies();

    @Test
    void shouldPutEachValueIntoABucketAroundIt() {
        Random random = new Random(3);
        for (int i = 0; i < 100_000; i++) {
            long value = random.nextLong() >>> 28 + random.nextInt(36);
            double middle = Latencies.middle(Latencies.bucket(value));
            assertEquals(value, middle, Math.max(0.5, value / 15.0), "value " + value);
        }
    }

    @Test
    void shouldTellQuantilesOfTheLastMinutes() {
        for (int ms = 1; ms <= 1_000; ms++) {
            latencies.record(1_000L * ms, SECOND);
        }
        assertEquals(500, latencies.quantileMs(0.5), 40);
        assertEquals(990, latencies.quantileMs(0.99), 70);
        assertEquals(1_000, latencies.count());
        assertEquals(500_500, latencies.sumMs(), 1);
        latencies.record(2_000, 200 * SECOND);
        assertEquals(2, latencies.quantileMs(0.99), 0.2); // what was long ago does not count
        assertEquals(1_001, latencies.count());
    }

    @Test
    void shouldAddUpWhatSeveralLoopsRecorded() {
        Latencies other = new Latencies();
        latencies.record(1_000, SECOND);
        other.record(9_000, SECOND);
        Latencies sum = new Latencies();
        sum.add(latencies, SECOND);
        sum.add(other, SECOND);
        assertEquals(2, sum.count());
        assertEquals(1, sum.quantileMs(0.5), 0.1);
        assertEquals(9, sum.quantileMs(0.99), 0.6);
    }

    @Test
    void shouldSayNothingWithoutValues() {
        assertTrue(Double.isNaN(latencies.quantileMs(0.5)));
    }
}
