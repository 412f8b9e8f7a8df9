package io.leat.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.common.serialization.StringSerializer;
import io.leat.streams.processor.Cancellable;
import io.leat.streams.processor.PunctuationType;
import io.leat.streams.processor.api.ContextualProcessor;
import io.leat.streams.processor.api.ProcessorContext;
import io.leat.streams.processor.api.Record;
import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When punctuations fire, statement by statement; each program runs on Kafka Streams as well. */
@NullUnmarked
class PunctuationChecklistTest {

    private static final long CLOCK = 10_050;

    @TempDir static File folder;
    private static int runs;

    /**
     * What is scheduled.
     *
     * @param startMs the anchor; -1 for none
     * @param cancelAfter after how many calls the callback cancels itself
     */
    private record Plan(String type, long intervalMs, long startMs, int cancelAfter) {

        static Plan of(String type) {
            return new Plan(type, 100, -1, Integer.MAX_VALUE);
        }
    }

    /** A record with a time, or an advance of the wall clock. */
    private record Step(long recordTime, long advanceMs) {}

    private static Step record(long time) {
        return new Step(time, 0);
    }

    private static Step advance(long ms) {
        return new Step(-1, ms);
    }

    private static final class Scheduling extends ContextualProcessor<String, String, Void, Void> {

        private final Plan plan;
        private final List<Long> fired;
        private Cancellable handle;

        Scheduling(Plan plan, List<Long> fired) {
            this.plan = plan;
            this.fired = fired;
        }

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            super.init(context);
            Duration interval = Duration.ofMillis(plan.intervalMs());
            PunctuationType type = PunctuationType.valueOf(plan.type());
            handle =
                    plan.startMs() < 0
                            ? context.schedule(interval, type, this::fire)
                            : context.schedule(
                                    Instant.ofEpochMilli(plan.startMs()),
                                    interval,
                                    type,
                                    this::fire);
        }

        private void fire(long time) {
            fired.add(time);
            if (fired.size() == plan.cancelAfter()) {
                handle.cancel();
            }
        }

        @Override
        public void process(Record<String, String> record) {}
    }

    private static List<Long> onLeat(Plan plan, Step... steps) {
        List<Long> fired = new ArrayList<>();
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("in").process(() -> new Scheduling(plan, fired));
        Properties settings = settings("io.leat");
        try (TopologyTestDriver driver =
                new TopologyTestDriver(builder.build(), settings, Instant.ofEpochMilli(CLOCK))) {
            var in = driver.createInputTopic("in", new StringSerializer(), new StringSerializer());
            for (Step step : steps) {
                if (step.recordTime() >= 0) {
                    in.pipeInput("k", "v", step.recordTime());
                } else {
                    driver.advanceWallClockTime(Duration.ofMillis(step.advanceMs()));
                }
            }
        }
        return fired;
    }

    private static final class KafkaScheduling
            extends org.apache.kafka.streams.processor.api.ContextualProcessor<
                    String, String, Void, Void> {

        private final Plan plan;
        private final List<Long> fired;
        private org.apache.kafka.streams.processor.Cancellable handle;

        KafkaScheduling(Plan plan, List<Long> fired) {
            this.plan = plan;
            this.fired = fired;
        }

        @Override
        public void init(
                org.apache.kafka.streams.processor.api.ProcessorContext<Void, Void> context) {
            super.init(context);
            Duration interval = Duration.ofMillis(plan.intervalMs());
            var type = org.apache.kafka.streams.processor.PunctuationType.valueOf(plan.type());
            handle =
                    plan.startMs() < 0
                            ? context.schedule(interval, type, this::fire)
                            : context.schedule(
                                    Instant.ofEpochMilli(plan.startMs()),
                                    interval,
                                    type,
                                    this::fire);
        }

        private void fire(long time) {
            fired.add(time);
            if (fired.size() == plan.cancelAfter()) {
                handle.cancel();
            }
        }

        @Override
        public void process(org.apache.kafka.streams.processor.api.Record<String, String> record) {}
    }

    private static List<Long> onKafka(Plan plan, Step... steps) {
        List<Long> fired = new ArrayList<>();
        var builder = new org.apache.kafka.streams.StreamsBuilder();
        builder.<String, String>stream("in").process(() -> new KafkaScheduling(plan, fired));
        try (var driver =
                new org.apache.kafka.streams.TopologyTestDriver(
                        builder.build(),
                        settings("org.apache.kafka"),
                        Instant.ofEpochMilli(CLOCK))) {
            var texts = new org.apache.kafka.common.serialization.StringSerializer();
            var in = driver.createInputTopic("in", texts, texts);
            for (Step step : steps) {
                if (step.recordTime() >= 0) {
                    in.pipeInput("k", "v", step.recordTime());
                } else {
                    driver.advanceWallClockTime(Duration.ofMillis(step.advanceMs()));
                }
            }
        }
        return fired;
    }

    private static Properties settings(String prefix) {
        Properties settings = new Properties();
        String texts = prefix + ".common.serialization.Serdes$StringSerde";
        settings.put("default.key.serde", texts);
        settings.put("default.value.serde", texts);
        settings.put("application.id", "app");
        settings.put("bootstrap.servers", "none:1");
        settings.put("state.dir", new File(folder, "run" + runs++).toString());
        return settings;
    }

    private static void both(List<Long> expected, Plan plan, Step... steps) {
        assertEquals(expected, onKafka(plan, steps), "Kafka");
        assertEquals(expected, onLeat(plan, steps), "Leat");
    }

    @Test
    void shouldFireByStreamTimeAtTheFirstRecordThenAlignedAndOnceForWhatWasMissed() {
        both(
                List.of(5L, 100L, 370L, 400L),
                Plan.of("STREAM_TIME"),
                record(5),
                record(50),
                record(100),
                record(370),
                record(380),
                record(400));
    }

    @Test
    void shouldFireByTheWallClockAfterOneIntervalAndOnceForWhatWasMissed() {
        both(
                List.of(CLOCK + 100, CLOCK + 450, CLOCK + 500),
                Plan.of("WALL_CLOCK_TIME"),
                advance(99),
                advance(1),
                advance(350),
                advance(50));
    }

    @Test
    void shouldNotFireByTheOtherClock() {
        both(List.of(), Plan.of("STREAM_TIME"), advance(1_000));
        both(List.of(), Plan.of("WALL_CLOCK_TIME"), record(5), record(1_000));
    }

    @Test
    void shouldStopFiringOnceTheCallbackCancels() {
        both(
                List.of(5L, 100L),
                new Plan("STREAM_TIME", 100, -1, 2),
                record(5),
                record(100),
                record(200),
                record(300));
        both(
                List.of(CLOCK + 100),
                new Plan("WALL_CLOCK_TIME", 100, -1, 1),
                advance(100),
                advance(100));
    }

    @Test
    void shouldWaitForTheNextMultipleAfterAnAnchor() {
        Step[] records = {record(5), record(29), record(30), record(129), record(135)};
        Plan byRecords = new Plan("STREAM_TIME", 100, 30, Integer.MAX_VALUE);
        assertEquals(onKafka(byRecords, records), onLeat(byRecords, records));
        Step[] advances = {advance(9), advance(1), advance(90), advance(10)};
        Plan byClock = new Plan("WALL_CLOCK_TIME", 100, CLOCK - 90, Integer.MAX_VALUE);
        List<Long> expected = onKafka(byClock, advances);
        assertEquals(CLOCK + 10, expected.get(0));
        assertEquals(expected, onLeat(byClock, advances));
    }
}
