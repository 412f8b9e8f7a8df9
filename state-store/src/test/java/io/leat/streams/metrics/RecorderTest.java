package io.leat.streams.metrics;

import static io.leat.common.metrics.Sensor.RecordingLevel.DEBUG;
import static io.leat.common.metrics.Sensor.RecordingLevel.INFO;
import static io.leat.streams.metrics.Figure.AVG;
import static io.leat.streams.metrics.Figure.MAX;
import static io.leat.streams.metrics.Figure.MIN;
import static io.leat.streams.metrics.Figure.RATE;
import static io.leat.streams.metrics.Figure.RATIO;
import static io.leat.streams.metrics.Figure.TOTAL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.common.metrics.MetricConfig;
import io.leat.common.metrics.stats.Avg;
import io.leat.common.metrics.stats.Max;
import io.leat.common.metrics.stats.Min;
import io.leat.common.metrics.stats.Rate;
import io.leat.common.metrics.stats.WindowedCount;
import io.leat.log.runtime.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A recorder without locks says what Kafka's statistics would say. */
class RecorderTest {

    /** A clock that the test moves. */
    private static final class Hand implements Clock {
        long millis = 1_000;

        @Override
        public long nanos() {
            return millis * 1_000_000;
        }

        @Override
        public long epochMillis() {
            return millis;
        }
    }

    private final Hand clock = new Hand();
    private final MetricConfig config =
            new MetricConfig().samples(2).timeWindow(100, TimeUnit.MILLISECONDS);
    private final Meters meters = new Meters(config, List.of(), clock);
    private final RecordingThread thread = new RecordingThread("t", clock);
    private final MetricGroup group = meters.group(thread, "g", "thread-id", "t");

    private Map<String, Object> values() {
        Map<String, Object> values = new TreeMap<>();
        meters.metrics().forEach((name, metric) -> values.put(name.name(), metric.metricValue()));
        return values;
    }

    @Test
    void shouldSayWhatTheStatisticsSay() {
        Recorder recorder = group.recorder(INFO, "x", "x", RATE, TOTAL, AVG, MAX, MIN);
        Rate rate = new Rate(new WindowedCount());
        Avg avg = new Avg();
        Max max = new Max();
        Min min = new Min();
        Random random = new Random(7);
        for (int step = 1; step < 500; step++) {
            clock.millis += random.nextInt(10) == 0 ? random.nextInt(150) : random.nextInt(20);
            thread.look();
            double value = random.nextInt(100);
            recorder.record(value);
            for (var stat : List.of(rate, avg, max, min)) {
                stat.record(config, value, clock.millis);
            }
            clock.millis += random.nextInt(5) == 0 ? random.nextInt(40) : 0;
            Map<String, Object> values = values();
            assertEquals(avg.measure(config, clock.millis), (double) values.get("x-avg"), 1e-9);
            assertEquals(max.measure(config, clock.millis), values.get("x-max"));
            assertEquals(min.measure(config, clock.millis), values.get("x-min"));
            assertEquals((double) step, values.get("x-total"));
            assertEquals(
                    rate.measure(config, clock.millis),
                    (double) values.get("x-rate"),
                    1e-9,
                    "in step " + step);
        }
    }

    @Test
    void shouldForgetWhatIsOld() {
        Recorder recorder = group.recorder(INFO, "x", "x", RATE, TOTAL, AVG, MAX, MIN, RATIO);
        assertEquals(Double.NaN, values().get("x-avg"));
        recorder.record(50);
        clock.millis += 50;
        assertEquals(50.0, values().get("x-max"));
        assertEquals(50.0 / 150, values().get("x-ratio"), "half a sample, and one that is missing");
        clock.millis += 500;
        assertEquals(Double.NaN, values().get("x-max"));
        assertEquals(Double.NaN, values().get("x-avg"));
        assertEquals(0.0, values().get("x-rate"));
        assertEquals(1.0, values().get("x-total"));
    }

    @Test
    void shouldRecordNothingBelowItsLevel() {
        Recorder recorder = group.counter(DEBUG, "fine", "fine");
        recorder.add(1);
        assertFalse(recorder.isOn());
        assertEquals(Map.of(), values());
        assertTrue(group.counter(INFO, "coarse", "coarse").isOn());
    }

    @Test
    void shouldTakeItsMetricsAndThoseOfItsPartsAway() {
        group.counter(INFO, "whole", "whole");
        group.part("p", "node", "n").number(INFO, "part", "part", () -> 1);
        assertEquals(3, values().size());
        group.close();
        assertEquals(Map.of(), values());
    }
}
