package io.leat.log.runtime.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.runtime.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SimulationTest {

    @Test
    void shouldRepeatEveryEventOfASeed() {
        assertEquals(busyRun(7), busyRun(7));
        assertNotEquals(busyRun(7), busyRun(8));
    }

    private static long busyRun(long seed) {
        try (Simulation simulation = new Simulation(seed)) {
            Chatter.start(simulation, 3);
            simulation.runFor(1_000);
            return simulation.eventHash();
        }
    }

    @Test
    void shouldRunTasksOfALoopInOrderAndTimersWhenDue() {
        try (Simulation simulation = new Simulation(1)) {
            EventLoop loop = simulation.node("a").ports().loop();
            List<String> seen = new ArrayList<>();
            loop.schedule(20, () -> seen.add("late at " + simulation.nowMs()));
            loop.schedule(10, () -> seen.add("never")).cancel();
            loop.execute(() -> seen.add("one"));
            loop.execute(() -> seen.add("two " + loop.inLoop()));

            simulation.runFor(100);

            assertEquals(List.of("one", "two true", "late at 20"), seen);
            assertEquals(100, simulation.nowMs());
        }
    }

    @Test
    void shouldStopAtTheFirstFailureAndNameTheSeed() {
        try (Simulation simulation = new Simulation(77)) {
            EventLoop loop = simulation.node("a").ports().loop();
            loop.execute(
                    () -> {
                        throw new IllegalStateException("planted");
                    });
            SimulationException e =
                    assertThrows(SimulationException.class, () -> simulation.runFor(10));
            assertTrue(e.getMessage().startsWith("seed 77: at 0.00000"), e.getMessage());
        }
    }

    @Test
    void shouldDropEverythingOfACrashedNode() {
        try (Simulation simulation = new Simulation(1)) {
            SimNode node = simulation.node("a");
            AtomicInteger ran = new AtomicInteger();
            EventLoop old = node.ports().loop();
            old.schedule(5, ran::incrementAndGet);
            simulation.runFor(1);
            node.crash();
            old.execute(ran::incrementAndGet);
            simulation.runFor(50);
            assertEquals(0, ran.get());

            node.restart().loop().execute(ran::incrementAndGet);
            simulation.runFor(50);
            assertEquals(1, ran.get());
        }
    }

    @Test
    void shouldHoldEverythingOfAPausedNodeUntilItResumes() {
        try (Simulation simulation = new Simulation(1)) {
            SimNode node = simulation.node("a");
            AtomicInteger ran = new AtomicInteger();
            node.ports().loop().schedule(5, ran::incrementAndGet);
            node.pause();
            assertFalse(simulation.runUntil(() -> ran.get() > 0, 1_000));
            node.resume();
            assertTrue(simulation.runUntil(() -> ran.get() > 0, 1));
        }
    }

    @Test
    void shouldKeepForkedEntropyApart() {
        try (Simulation one = new Simulation(5);
                Simulation two = new Simulation(5)) {
            one.node("a").ports().entropy().nextLong();
            assertEquals(
                    one.node("b").ports().entropy().nextLong(),
                    two.node("b").ports().entropy().nextLong());
        }
    }

    @Test
    void shouldMoveOnlyTheWallClockWhenItJumps() {
        try (Simulation simulation = new Simulation(5)) {
            SimNode node = simulation.node("a");
            long nanos = node.ports().clock().nanos();
            long wall = node.ports().clock().epochMillis();
            node.jumpWallClock(-3_600_000);
            simulation.runFor(10);
            assertEquals(nanos + 10_000_000, node.ports().clock().nanos());
            assertEquals(wall - 3_600_000 + 10, node.ports().clock().epochMillis());
        }
    }
}
