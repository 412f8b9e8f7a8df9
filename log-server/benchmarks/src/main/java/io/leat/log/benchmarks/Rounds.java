package io.leat.log.benchmarks;

import java.io.PrintStream;
import java.util.List;

/** Runs a scenario on both sides in the order A B B A, so that drift hits both alike. */
final class Rounds {

    private final int rounds;
    private final PrintStream progress;

    Rounds(int rounds, PrintStream progress) {
        this.rounds = rounds;
        this.progress = progress;
    }

    <S> void run(Scenario<S> scenario, S first, S second, Samples samples) {
        Samples thrownAway = new Samples();
        for (int i = 0; i < scenario.warmUps(); i++) {
            progress.println("# " + scenario.id() + ": warm-up " + (i + 1));
            scenario.run(first, thrownAway);
            scenario.run(second, thrownAway);
        }
        for (int i = 0; i < rounds; i++) {
            progress.println("# " + scenario.id() + ": round " + (i + 1) + " of " + rounds);
            for (S side : i % 2 == 0 ? List.of(first, second) : List.of(second, first)) {
                scenario.run(side, samples);
            }
        }
    }
}
