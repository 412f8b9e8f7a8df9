package io.leat.streams.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Counts the commit points of one run, of all instances together, and strikes at one of them. Owned
 * by the simulation, which runs one thread at a time.
 */
final class CommitPoints {

    private final @Nullable Strike strike;
    private final BiConsumer<Instance, Harm> striker;
    private final List<String> reached = new ArrayList<>();
    private boolean struck;

    /** Something an instance does. */
    interface Step {
        @Nullable Object run() throws Throwable;
    }

    /**
     * @param striker does the harm; does not return if it ends the instance
     */
    CommitPoints(@Nullable Strike strike, BiConsumer<Instance, Harm> striker) {
        this.strike = strike;
        this.striker = striker;
    }

    @Nullable Object around(Instance instance, String what, Step step) throws Throwable {
        reached.add(what + " of " + instance.name());
        int number = reached.size();
        strikeIf(instance, number, false);
        Object result = step.run();
        strikeIf(instance, number, true);
        return result;
    }

    private void strikeIf(Instance instance, int number, boolean after) {
        Strike due = strike;
        if (due != null && due.point() == number && due.after() == after) {
            struck = true;
            striker.accept(instance, due.harm());
        }
    }

    /** Whether the harm was done, or none is wanted. */
    boolean struck() {
        return struck || strike == null;
    }

    List<String> reached() {
        return List.copyOf(reached);
    }
}
