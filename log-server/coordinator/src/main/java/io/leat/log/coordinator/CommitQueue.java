package io.leat.log.coordinator;

import io.leat.log.protocol.ErrorCode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Answers that wait for the high watermark, in the order of the log. Owned by the loop of its
 * partition; bounded by the requests the broker admits.
 */
final class CommitQueue {

    private record Waiting(
            long offset, List<Decision.Outcome<?>> outcomes, List<Runnable> committed) {}

    private final Deque<Waiting> waiting = new ArrayDeque<>();

    /** Lets {@code decision} wait until everything up to {@code offset} is committed. */
    void add(long offset, Decision<?> decision) {
        if (!decision.outcomes().isEmpty() || !decision.committed().isEmpty()) {
            waiting.add(new Waiting(offset, decision.outcomes(), decision.committed()));
        }
    }

    /**
     * Gives the answers whose records are below {@code highWatermark}. An answer may lead to
     * another decision on the way, which enters this method again: each entry leaves the queue
     * before it is answered, so that none is answered twice.
     */
    void release(long highWatermark) {
        Waiting next = waiting.peek();
        while (next != null && next.offset < highWatermark) {
            waiting.remove();
            next.outcomes.forEach(Decision.Outcome::release);
            next.committed.forEach(Runnable::run);
            next = waiting.peek();
        }
    }

    /**
     * Nobody will know whether the records were committed: the client asks the next coordinator.
     */
    void refuseAll(ErrorCode error) {
        List<Waiting> all = List.copyOf(waiting);
        waiting.clear();
        for (Waiting each : all) {
            each.outcomes.forEach(outcome -> outcome.promise().refuse(error));
        }
    }
}
