package io.leat.log.testkit.cluster;

import io.leat.log.runtime.sim.SimulationException;
import io.leat.log.testkit.history.Operation.Outcome;
import io.leat.log.testkit.history.Operation.Polled;
import io.leat.log.testkit.history.Operation.Sent;
import io.leat.log.testkit.history.Operation.TransactionEnded;
import io.leat.log.testkit.sim.Report;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs many seeds of {@link ClusterScenario} in one process, goes on after those that fail, and
 * prints what they contained and which CPU time they took. Owned by the thread of {@link #main}.
 */
public final class ClusterSeeds {

    private static final double MINUTE_NANOS = 60e9;
    private static final double HOUR_MS = 3_600e3;

    private final PrintStream out;
    private final Set<Fault> wanted;
    private final Map<Fault, Integer> struck = new EnumMap<>(Fault.class);
    private int seeds;
    private int failed;
    private int forfeited;
    private long virtualMs;
    private long events;
    private long turns;
    private long crashes;
    private long acknowledged;
    private long read;
    private long transactions;

    private ClusterSeeds(PrintStream out, Set<Fault> wanted) {
        this.out = out;
        this.wanted = wanted;
    }

    /**
     * Runs seeds one after the other.
     *
     * @param arguments the first seed, how many, how many minutes of CPU time they may take, and
     *     kinds of faults: then only seeds that draw one of them are run
     */
    public static void main(String[] arguments) {
        long first = Long.parseLong(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        double minutesMax = arguments.length > 2 ? Double.parseDouble(arguments[2]) : 1e9;
        Set<Fault> wanted =
                Stream.of(arguments).skip(3).map(Fault::valueOf).collect(Collectors.toSet());
        new ClusterSeeds(System.out, wanted).run(first, count, minutesMax);
    }

    private void run(long first, int count, double minutesMax) {
        double began = cpuMinutes();
        for (long seed = first; seed < first + count; seed++) {
            run(seed);
            if (seeds % 20 == 0) {
                out.println(text(cpuMinutes() - began));
            }
            if (cpuMinutes() - began > minutesMax) {
                out.println("the last seed was " + seed);
                break;
            }
        }
        out.println(text(cpuMinutes() - began));
        out.println(struck);
    }

    private void run(long seed) {
        try (ClusterScenario scenario = new ClusterScenario(seed)) {
            if (!wanted.isEmpty() && Collections.disjoint(wanted, scenario.plan().faults())) {
                return;
            }
            seeds++;
            Report report = scenario.run();
            if (!report.anomalies().isEmpty()) {
                failed(seed, report.anomalies().toString());
            }
            add(scenario, report);
        } catch (SimulationException e) {
            failed(seed, String.valueOf(e.getMessage()));
        }
    }

    private void failed(long seed, String why) {
        failed++;
        String text = why.substring(0, Math.min(1_000, why.length()));
        out.println("FAILED seed " + seed + ": " + text);
    }

    private void add(ClusterScenario scenario, Report report) {
        forfeited += scenario.forfeit() == null ? 0 : 1;
        virtualMs += report.virtualMs();
        events += report.steps();
        turns += scenario.checks();
        crashes += report.crashes();
        scenario.struck().forEach((fault, times) -> struck.merge(fault, times, Integer::sum));
        scenario.operations()
                .forEach(
                        operation -> {
                            if (operation instanceof Sent sent && sent.outcome() == Outcome.DONE) {
                                acknowledged++;
                            } else if (operation instanceof Polled polled) {
                                read += polled.records().size();
                            } else if (operation instanceof TransactionEnded end
                                    && end.outcome() == Outcome.DONE) {
                                transactions++;
                            }
                        });
    }

    private String text(double cpuMinutes) {
        double hours = virtualMs / HOUR_MS;
        int faults = struck.values().stream().mapToInt(Integer::intValue).sum();
        return String.format(
                Locale.ROOT,
                "%d seeds, %d failed, %d forfeited:"
                        + " %.2f hours in %.2f CPU minutes = %.2f hours a minute;"
                        + " %d faults, %d crashes, %d records acknowledged, %d read,"
                        + " %d transactions, %d events, %d turns checked",
                seeds,
                failed,
                forfeited,
                hours,
                cpuMinutes,
                hours / cpuMinutes,
                faults,
                crashes,
                acknowledged,
                read,
                transactions,
                events,
                turns);
    }

    /** Of the whole process: its compiler and its collector count. */
    private static double cpuMinutes() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        if (system instanceof com.sun.management.OperatingSystemMXBean process) {
            return process.getProcessCpuTime() / MINUTE_NANOS;
        }
        throw new IllegalStateException("this JVM does not tell its CPU time");
    }
}
