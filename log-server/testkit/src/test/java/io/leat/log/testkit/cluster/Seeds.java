package io.leat.log.testkit.cluster;

import io.leat.log.testkit.sim.Report;
import java.util.EnumSet;
import java.util.Set;

/** Runs seeds of {@link ClusterScenario} one after the other and prints what each showed. */
final class Seeds {

    private Seeds() {}

    /**
     * @param arguments the first seed, how many, then kinds of faults of which each seed must draw
     *     one; others are not run
     */
    public static void main(String[] arguments) {
        long first = Long.parseLong(arguments[0]);
        Set<Fault> wanted = EnumSet.noneOf(Fault.class);
        for (int i = 2; i < arguments.length; i++) {
            wanted.add(Fault.valueOf(arguments[i]));
        }
        int judged = 0;
        int forfeits = 0;
        int failed = 0;
        for (long seed = first; seed < first + Long.parseLong(arguments[1]); seed++) {
            try (ClusterScenario scenario = new ClusterScenario(seed)) {
                if (!wanted.isEmpty()
                        && scenario.plan().faults().stream().noneMatch(wanted::contains)) {
                    continue;
                }
                judged++;
                Report report = scenario.run();
                forfeits += scenario.forfeit() == null ? 0 : 1;
                failed += report.anomalies().isEmpty() ? 0 : 1;
                System.out.println(
                        "seed "
                                + seed
                                + ": "
                                + (report.anomalies().isEmpty() ? "ok" : report.anomalies())
                                + (scenario.forfeit() == null ? "" : " " + scenario.forfeit())
                                + " "
                                + scenario.struck()
                                + " "
                                + scenario.failures());
            } catch (RuntimeException | AssertionError e) {
                failed++;
                System.out.println("seed " + seed + ": " + e.getMessage());
                e.printStackTrace(System.out);
            }
        }
        System.out.println(judged + " seeds, " + failed + " failed, " + forfeits + " forfeited");
    }
}
