package io.leat.connect.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.leat.connect.errors.DataException;
import io.leat.connect.errors.RetriableException;
import io.leat.log.runtime.Clock;
import io.leat.log.runtime.Ports;
import io.leat.log.runtime.Threads;
import io.leat.log.runtime.sim.Simulation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How often and how long a step of a record's way is tried again, by a clock of the test's. */
class ErrorPolicyTest {

    private final Simulation simulation = new Simulation(1);
    private final List<Long> waits = new ArrayList<>();
    private long nowMs = 1_000;
    private int attempts;
    private TaskLoop task;

    @AfterEach
    void close() {
        simulation.close();
    }

    private ErrorPolicy policy(String... settings) {
        Map<String, String> all = new HashMap<>();
        all.put("name", "c");
        all.put("connector.class", ProbeSource.class.getName());
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        Ports real = simulation.node("worker", 1).ports();
        Ports ports =
                new Ports(
                        new Hand(),
                        real.entropy(),
                        real.network(),
                        real.loops(),
                        real.offload(),
                        new Waiting());
        task = new Idle(ports);
        return new ErrorPolicy(task, ConnectorConfig.of(all, new ProbeSource()));
    }

    /** Fails {@code failures} times, then gives a text. */
    private String perform(ErrorPolicy policy, int failures) throws Exception {
        return policy.perform(
                FailedStep.Stage.TRANSFORMATION,
                ErrorPolicyTest.class,
                () -> {
                    if (attempts++ < failures) {
                        throw new RetriableException("not now");
                    }
                    return "done";
                });
    }

    @Test
    void shouldFailAtOnceUnlessToldToTryAgain() {
        FailedStep failed = assertThrows(FailedStep.class, () -> perform(policy(), 1));
        assertInstanceOf(RetriableException.class, failed.reason());
        assertEquals(1, attempts);
        assertEquals(List.of(), waits);
    }

    @Test
    void shouldTryAgainWithGrowingDelaysUntilItSucceeds() throws Exception {
        ErrorPolicy policy =
                policy("errors.retry.timeout", "-1", "errors.retry.delay.max.ms", "1500");
        assertEquals("done", perform(policy, 6));
        assertEquals(List.of(300L, 600L, 1_200L, 1_500L, 1_500L, 1_500L), waits);
    }

    @Test
    void shouldGiveUpWhenTheTimeIsOver() {
        ErrorPolicy policy = policy("errors.retry.timeout", "2500");
        assertThrows(FailedStep.class, () -> perform(policy, 100));
        assertEquals(List.of(300L, 600L, 1_200L), waits, "2100 ms, and the next would be too late");
        assertEquals(4, attempts);
    }

    @Test
    void shouldNeverWaitLongerThanTheMaximum() throws Exception {
        ErrorPolicy policy =
                policy("errors.retry.timeout", "1000", "errors.retry.delay.max.ms", "100");
        assertEquals("done", perform(policy, 5));
        assertEquals(List.of(100L, 100L, 100L, 100L, 100L), waits);
    }

    @Test
    void shouldNotTryAgainWhatCannotSucceed() {
        ErrorPolicy policy = policy("errors.retry.timeout", "-1");
        assertThrows(
                FailedStep.class,
                () ->
                        policy.perform(
                                FailedStep.Stage.VALUE_CONVERTER,
                                ErrorPolicyTest.class,
                                () -> {
                                    attempts++;
                                    throw new DataException("never");
                                }));
        assertEquals(1, attempts);
    }

    @Test
    void shouldNotKeepATaskThatIsToStop() {
        ErrorPolicy policy = policy("errors.retry.timeout", "-1");
        task.stop();
        assertThrows(FailedStep.class, () -> perform(policy, 100));
        assertEquals(1, attempts);
    }

    private final class Hand implements Clock {
        @Override
        public long nanos() {
            return nowMs * 1_000_000;
        }

        @Override
        public long epochMillis() {
            return nowMs;
        }
    }

    /** Waiting moves the clock. */
    private final class Waiting implements Threads, Threads.Signal {
        @Override
        public Task start(String name, Runnable body) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Signal signal() {
            return this;
        }

        @Override
        public void sleep(long ms) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void raise() {}

        @Override
        public boolean await(long timeoutMs) {
            waits.add(timeoutMs);
            nowMs += timeoutMs;
            return false;
        }
    }

    private static final class Idle extends TaskLoop {
        Idle(Ports ports) {
            super(new TaskId("c", 0), ports);
        }

        @Override
        void open() {}

        @Override
        void step() {}

        @Override
        void idle() {}

        @Override
        void paused(boolean paused) {}

        @Override
        void close(Exception failure) {}
    }
}
