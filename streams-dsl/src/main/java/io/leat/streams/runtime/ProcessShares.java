package io.leat.streams.runtime;

import io.leat.log.runtime.Clock;
import io.leat.streams.task.Task;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds out how the time for processing is divided among the tasks of a thread, in rounds. The
 * first record of each task in a round is timed, and stands for those that follow: the clock is not
 * read for each. Owned by the thread.
 */
final class ProcessShares {

    private final Clock clock;
    private final Map<Task, Round> rounds = new HashMap<>();

    /** What one task did in a round. */
    private static final class Round {
        long nanos;
        long records;

        double weight() {
            return (double) nanos * records;
        }
    }

    ProcessShares(Clock clock) {
        this.clock = clock;
    }

    /** Lets {@code task} process a record; whether there was one. */
    boolean first(Task task) {
        long begun = clock.nanos();
        boolean processed = task.process();
        if (processed) {
            Round round = new Round();
            round.nanos = Math.max(1, clock.nanos() - begun);
            rounds.put(task, round);
        }
        return processed;
    }

    /** It processed one more. */
    void more(Task task) {
        Round round = rounds.get(task);
        if (round != null) {
            round.records++;
        }
    }

    /** The round is over; {@code tasks} are told what share each had, if any had one. */
    void tell(Iterable<Task> tasks) {
        double sum = rounds.values().stream().mapToDouble(Round::weight).sum();
        if (sum > 0) {
            for (Task task : tasks) {
                Round round = rounds.get(task);
                task.tookOfProcessing(round == null ? 0 : round.weight() / sum);
            }
        }
        rounds.clear();
    }
}
