package io.leat.log.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Runs a scenario on both sides in the order A B B A, so that drift hits both alike. */
final class Rounds {

    private final int rounds;
    private final PrintStream progress;

    Rounds(int rounds, PrintStream progress) {
        this.rounds = rounds;
        this.progress = progress;
    }

    /** With one side alone, there is nothing to interleave. */
    <S> void run(Scenario<S> scenario, List<S> sides, Samples samples) {
        List<S> back = new ArrayList<>(sides);
        Collections.reverse(back);
        Samples thrownAway = new Samples();
        for (int i = 0; i < scenario.warmUps(); i++) {
            progress.println("# " + scenario.id() + ": warm-up " + (i + 1));
            sides.forEach(side -> scenario.run(side, thrownAway));
        }
        for (int i = 0; i < rounds; i++) {
            progress.println("# " + scenario.id() + ": round " + (i + 1) + " of " + rounds);
            for (S side : i % 2 == 0 ? sides : back) {
                scenario.run(side, samples);
            }
        }
    }
}
