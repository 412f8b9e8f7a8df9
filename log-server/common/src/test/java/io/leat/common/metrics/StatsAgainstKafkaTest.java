package io.leat.common.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.common.metrics.stats.Avg;
import io.leat.common.metrics.stats.CumulativeCount;
import io.leat.common.metrics.stats.CumulativeSum;
import io.leat.common.metrics.stats.Max;
import io.leat.common.metrics.stats.Min;
import io.leat.common.metrics.stats.Rate;
import io.leat.common.metrics.stats.SimpleRate;
import io.leat.common.metrics.stats.Value;
import io.leat.common.metrics.stats.WindowedCount;
import io.leat.common.metrics.stats.WindowedSum;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Statistics come out as those of Kafka, whenever values come and whenever somebody looks. */
class StatsAgainstKafkaTest {

    private static final Map<MeasurableStat, org.apache.kafka.common.metrics.MeasurableStat>
            both() {
        return Map.of(
                new Avg(), new org.apache.kafka.common.metrics.stats.Avg(),
                new Max(), new org.apache.kafka.common.metrics.stats.Max(),
                new Min(), new org.apache.kafka.common.metrics.stats.Min(),
                new Rate(), new org.apache.kafka.common.metrics.stats.Rate(),
                new SimpleRate(), new org.apache.kafka.common.metrics.stats.SimpleRate(),
                new WindowedSum(), new org.apache.kafka.common.metrics.stats.WindowedSum(),
                new WindowedCount(), new org.apache.kafka.common.metrics.stats.WindowedCount(),
                new CumulativeSum(), new org.apache.kafka.common.metrics.stats.CumulativeSum(),
                new CumulativeCount(), new org.apache.kafka.common.metrics.stats.CumulativeCount(),
                new Value(), new org.apache.kafka.common.metrics.stats.Value());
    }

    @Test
    void shouldMeasureAsKafkaDoes() {
        for (int samples = 1; samples <= 3; samples++) {
            MetricConfig config =
                    new MetricConfig().samples(samples).timeWindow(100, TimeUnit.MILLISECONDS);
            var theirs =
                    new org.apache.kafka.common.metrics.MetricConfig()
                            .samples(samples)
                            .timeWindow(100, TimeUnit.MILLISECONDS);
            both().forEach((own, kafka) -> compare(own, config, kafka, theirs));
        }
    }

    private static void compare(
            MeasurableStat own,
            MetricConfig config,
            org.apache.kafka.common.metrics.MeasurableStat kafka,
            org.apache.kafka.common.metrics.MetricConfig kafkaConfig) {
        Random random = new Random(5);
        long now = 1_000;
        for (int step = 0; step < 500; step++) {
            now += random.nextInt(10) == 0 ? random.nextInt(400) : random.nextInt(20);
            double value = random.nextInt(100) - 50;
            own.record(config, value, now);
            kafka.record(kafkaConfig, value, now);
            if (random.nextInt(3) == 0) {
                long later = now + random.nextInt(300);
                assertEquals(
                        kafka.measure(kafkaConfig, later),
                        own.measure(config, later),
                        1e-9,
                        own.getClass().getSimpleName() + " in step " + step);
                now = later;
            }
        }
    }
}
