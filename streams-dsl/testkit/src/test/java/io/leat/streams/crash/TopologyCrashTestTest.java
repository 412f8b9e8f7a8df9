package io.leat.streams.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.common.serialization.LongDeserializer;
import io.leat.common.serialization.LongSerializer;
import io.leat.common.serialization.StringDeserializer;
import io.leat.common.serialization.StringSerializer;
import io.leat.streams.StreamsConfig;
import io.leat.streams.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The kit finds the bugs it is there for, and none where there is none. */
class TopologyCrashTestTest {

    private static final int ORDERS = 12;
    private static final int SOME = 12;

    private static TopologyCrashTest orders(Supplier<Topology> topology) {
        return TopologyCrashTest.of(topology)
                .input(
                        "orders",
                        new StringSerializer(),
                        new LongSerializer(),
                        Samples.orders(ORDERS));
    }

    private static void clean(CrashReport report) {
        assertTrue(report.clean(), report::text);
        assertTrue(report.crashes() > 0);
    }

    private static String found(TopologyCrashTest test) {
        return assertThrows(AssertionError.class, test::verify).getMessage();
    }

    private static void contains(String text, String part) {
        assertTrue(text.contains(part), text);
    }

    @Test
    void shouldFindNothingWhereThereIsNothing() {
        CrashReport report = orders(Samples::totals).atMost(SOME).run();
        clean(report);
        assertEquals(Equality.EXACT, report.equalities().get("totals"));
        for (String kind :
                List.of("send to totals", "flush", "sendOffsets", "commitTransaction", "store")) {
            assertTrue(report.points().stream().anyMatch(point -> point.contains(kind)), kind);
        }
    }

    @Test
    void shouldFindAnIdentityInTheOutput() {
        String text = found(orders(() -> Samples.noted(order -> order + UUID.randomUUID())));
        contains(text, "Two calm runs differ");
        contains(text, "topic noted, key 'customer-");
    }

    @Test
    void shouldFindTheTimeOfDayInTheOutput() {
        contains(
                found(orders(() -> Samples.noted(order -> order + System.nanoTime()))),
                "Two calm runs differ");
    }

    @Test
    void shouldFindStateKeptInAFieldAndMakeTheSameCrashAgain() {
        TopologyCrashTest test =
                orders(() -> Samples.processed(Samples.NumberingInAField::new, true))
                        .output("numbered", new StringDeserializer(), new LongDeserializer());
        String first = test.run().findings().get(0);
        contains(first, "was killed");
        contains(first, "topic numbered, key customer-");
        contains(first, "again: -Dleat.crash=");
        String crash = first.substring("Crash ".length(), first.indexOf(':'));
        assertEquals(List.of(first), test.replay(crash).run().findings());
    }

    @Test
    void shouldFindAStoreThatNothingBringsBack() {
        contains(
                found(orders(() -> Samples.processed(Samples.Numbering::new, false))),
                "topic numbered");
    }

    @Test
    void shouldFindAnEffectOutsideOfTheTransaction() {
        List<String> mails = new ArrayList<>();
        contains(
                found(
                        orders(() -> Samples.processed(() -> new Samples.Mailing(mails), true))
                                .outside(mails::clear, () -> mails.stream().sorted().toList())),
                "outside, the calm run did");
    }

    @Test
    void shouldSayWhatACrashPointLooksLike() {
        TopologyCrashTest test = orders(Samples::totals);
        for (String wrong : List.of("17", "17-amid-kill", "x-after-kill", "17-after-hug")) {
            assertThrows(IllegalArgumentException.class, () -> test.replay(wrong));
        }
    }

    @Test
    void shouldAllowRepetitionsWhereNoMoreIsPromised() {
        clean(
                orders(() -> Samples.noted(order -> order))
                        .with(
                                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                                StreamsConfig.AT_LEAST_ONCE)
                        .atMost(SOME)
                        .run());
    }

    /** An idle thread that is always due would spin, and virtual time would stand still. */
    @Test
    void shouldLetTimePassWithACommitIntervalOfZero() {
        clean(
                orders(Samples::totals)
                        .with(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, "0")
                        .atMost(1)
                        .run());
    }

    @Test
    @Tag("simulate")
    void shouldFindNothingWhateverIsDoneAtWhateverPoint() {
        clean(
                orders(Samples::sizes)
                        .harms(
                                Harm.KILL,
                                Harm.POWER_LOSS,
                                Harm.LEAVE_DEAD,
                                Harm.PAUSE,
                                Harm.SERVER_POWER_LOSS)
                        .run());
    }
}
