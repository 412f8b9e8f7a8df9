package io.leat.log.runtime.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.runtime.Threads;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimThreadsTest {

    @Test
    void shouldInterleaveThreadsAsTheSeedSays() {
        assertEquals(race(5), race(5));
        Set<List<Integer>> orders = new HashSet<>();
        for (long seed = 0; seed < 20; seed++) {
            orders.add(race(seed));
        }
        assertNotEquals(1, orders.size());
    }

    /** Three threads and a plain, unsynchronized list: only the baton makes this right. */
    private static List<Integer> race(long seed) {
        try (Simulation simulation = new Simulation(seed)) {
            Threads threads = simulation.node("a").ports().threads();
            List<Integer> seen = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                int number = i;
                threads.start(
                        "t" + i,
                        () -> {
                            for (int turn = 0; turn < 5; turn++) {
                                seen.add(number);
                                sleep(threads, 1);
                            }
                        });
            }
            simulation.runFor(1_000);
            assertEquals(15, seen.size());
            return seen;
        }
    }

    @Test
    void shouldRunTheSimulationWhileTheTestItselfWaits() throws InterruptedException {
        try (Simulation simulation = new Simulation(1)) {
            Threads threads = simulation.node("a").ports().threads();
            Threads.Signal signal = threads.signal();
            Threads.Task task =
                    threads.start(
                            "raiser",
                            () -> {
                                sleep(threads, 3_600_000);
                                signal.raise();
                            });
            assertFalse(signal.await(10));
            assertTrue(signal.await(4_000_000));
            assertTrue(simulation.nowMs() >= 3_600_000);
            assertTrue(task.join(10));
        }
    }

    @Test
    void shouldEndTheThreadsOfACrashedNodeAtTheirNextPortCall() {
        try (Simulation simulation = new Simulation(1)) {
            SimNode node = simulation.node("a");
            Threads threads = node.ports().threads();
            List<String> seen = new ArrayList<>();
            threads.start(
                    "worker",
                    () -> {
                        try {
                            sleep(threads, 1_000);
                            seen.add("woke up");
                        } finally {
                            seen.add("unwound");
                        }
                    });
            threads.start("stubborn", () -> swallowEverything(threads));
            simulation.runFor(10);
            node.crash();
            simulation.runFor(5_000);
            assertEquals(List.of("unwound"), seen);
        }
    }

    private static void swallowEverything(Threads threads) {
        while (true) {
            try {
                threads.sleep(10);
            } catch (InterruptedException | Error e) {
                continue;
            }
        }
    }

    @Test
    void shouldRememberOneRaiseAndWakeOneWaiter() {
        try (Simulation simulation = new Simulation(4)) {
            SimNode node = simulation.node("a");
            Threads threads = node.ports().threads();
            Threads.Signal signal = threads.signal();
            List<String> seen = new ArrayList<>();
            for (String name : List.of("one", "two")) {
                threads.start(name, () -> seen.add(name + " " + await(signal, 500)));
            }
            simulation.runFor(100);
            assertEquals(List.of(), seen);
            node.ports().loop().execute(signal::raise);
            simulation.runFor(100);
            assertEquals(1, seen.size(), "one raise wakes one of two");
            simulation.runFor(1_000);
            assertEquals(2, seen.size());
            assertTrue(seen.get(0).endsWith("true") && seen.get(1).endsWith("false"));

            signal.raise();
            signal.raise();
            threads.start("late", () -> seen.add(await(signal, 10) + " " + await(signal, 10)));
            simulation.runFor(100);
            assertEquals("true false", seen.get(2), "two raises count once");
        }
    }

    @Test
    void shouldEndAWaitByAnInterrupt() {
        try (Simulation simulation = new Simulation(4)) {
            Threads threads = simulation.node("a").ports().threads();
            Threads.Signal signal = threads.signal();
            signal.raise();
            List<String> seen = new ArrayList<>();
            Threads.Task sleeper =
                    threads.start(
                            "sleeper",
                            () -> {
                                try {
                                    threads.sleep(1_000_000);
                                } catch (InterruptedException e) {
                                    seen.add("woken at " + simulation.nowMs());
                                }
                                Thread.currentThread().interrupt();
                                try {
                                    signal.await(1_000);
                                } catch (InterruptedException e) {
                                    seen.add("interrupted before it waited");
                                }
                            });
            simulation.runFor(50);
            sleeper.interrupt();
            simulation.runFor(50);
            assertEquals(List.of("woken at 50", "interrupted before it waited"), seen);
            assertFalse(sleeper.isAlive());
        }
    }

    @Test
    void shouldHoldTheThreadsOfAPausedNode() throws InterruptedException {
        try (Simulation simulation = new Simulation(4)) {
            SimNode node = simulation.node("a");
            List<Long> woken = new ArrayList<>();
            Threads threads = node.ports().threads();
            Threads.Task task =
                    threads.start(
                            "sleeper",
                            () -> {
                                sleep(threads, 100);
                                woken.add(simulation.nowMs());
                            });
            simulation.runFor(10);
            node.pause();
            simulation.runFor(5_000);
            assertEquals(List.of(), woken);
            assertFalse(task.join(1_000));
            node.resume();
            assertTrue(task.join(1_000));
            assertTrue(woken.get(0) >= 5_000);
        }
    }

    private static boolean await(Threads.Signal signal, long ms) {
        try {
            return signal.await(ms);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldReportTheFailureOfAThread() {
        try (Simulation simulation = new Simulation(9)) {
            simulation
                    .node("a")
                    .ports()
                    .threads()
                    .start(
                            "bad",
                            () -> {
                                throw new IllegalStateException("planted");
                            });
            SimulationException e =
                    assertThrows(SimulationException.class, () -> simulation.runFor(10));
            assertTrue(e.getMessage().contains("seed 9"), e.getMessage());
        }
    }

    @Test
    void shouldNotAllowALoopToBlock() {
        try (Simulation simulation = new Simulation(9)) {
            SimNode node = simulation.node("a");
            node.ports().loop().execute(() -> sleep(node.ports().threads(), 1));
            assertThrows(SimulationException.class, () -> simulation.runFor(10));
        }
    }

    private static void sleep(Threads threads, long ms) {
        try {
            threads.sleep(ms);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
