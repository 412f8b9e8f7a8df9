package io.leat.log.testkit.cluster;

import io.leat.log.runtime.sim.SimulationException;
import io.leat.log.testkit.history.Anomaly;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which kinds of faults a failure of a seed needs: leaves them out one after the other,
 * as long as it fails. {@link #main} does that for a seed and prints how to run what is left.
 */
public final class Shrinker {

    private static final int TEXT_MAX = 2_000;

    private final EnumSet<Fault> left;
    private final Function<Set<Fault>, @Nullable String> run;
    private @Nullable String failure;

    /**
     * @param drawn the faults of the seed
     * @param run runs it without some faults: what went wrong, or null
     */
    public Shrinker(Set<Fault> drawn, Function<Set<Fault>, @Nullable String> run) {
        this.left = drawn.isEmpty() ? EnumSet.noneOf(Fault.class) : EnumSet.copyOf(drawn);
        this.run = run;
    }

    /** The faults that have to stay; all of them if it does not fail at all. */
    public Set<Fault> shrink() {
        Set<Fault> without = EnumSet.noneOf(Fault.class);
        failure = run.apply(without);
        if (failure == null) {
            return left;
        }
        for (Fault fault : List.copyOf(left)) {
            without.add(fault);
            String still = run.apply(without);
            if (still == null) {
                without.remove(fault);
            } else {
                failure = still;
                left.remove(fault);
            }
        }
        return left;
    }

    /** What went wrong with the faults that are left; null if nothing did. */
    public @Nullable String failure() {
        return failure;
    }

    /** What a failed test says about going on from here. */
    public static String hint(long seed) {
        return "\nwhich faults it needs: java -cp ... " + Shrinker.class.getName() + " " + seed;
    }

    /** Runs a cluster seed without some faults; what went wrong, or null. */
    static @Nullable String run(long seed, Set<Fault> without) {
        try (ClusterScenario scenario = new ClusterScenario(seed, without)) {
            List<Anomaly> anomalies = scenario.run().anomalies();
            return anomalies.isEmpty() ? null : anomalies.get(0).toString();
        } catch (SimulationException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /**
     * Shrinks a seed.
     *
     * @param arguments the seed, then kinds of faults to leave out from the beginning
     */
    public static void main(String[] arguments) {
        long seed = Long.parseLong(arguments[0]);
        EnumSet<Fault> never = EnumSet.noneOf(Fault.class);
        for (int i = 1; i < arguments.length; i++) {
            never.add(Fault.valueOf(arguments[i]));
        }
        ClusterPlan plan;
        try (ClusterScenario scenario = new ClusterScenario(seed, never)) {
            plan = scenario.plan();
        }
        Shrinker shrinker =
                new Shrinker(
                        plan.faults(),
                        without -> {
                            EnumSet<Fault> all = EnumSet.copyOf(never);
                            all.addAll(without);
                            return run(seed, all);
                        });
        Set<Fault> needed = shrinker.shrink();
        String failure = shrinker.failure();
        if (failure == null) {
            System.out.println("seed " + seed + " does not fail");
            return;
        }
        Set<Fault> left = EnumSet.allOf(Fault.class);
        left.removeAll(needed);
        String out = left.stream().map(Fault::name).collect(Collectors.joining(" "));
        System.out.println(failure.substring(0, Math.min(TEXT_MAX, failure.length())));
        System.out.println("needs " + needed + " in " + plan);
        System.out.println(Shrinker.class.getName() + " " + seed + " " + out);
    }
}
