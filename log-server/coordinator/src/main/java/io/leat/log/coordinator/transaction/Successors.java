package io.leat.log.coordinator.transaction;

import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.Moment;
import io.leat.log.coordinator.Promise;
import io.leat.log.coordinator.Timers;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.runtime.Timer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Requests of the next transaction that came before the last one was complete. They wait for it, in
 * their order, instead of being sent again by the client after a pause. Owned by the shard's loop;
 * volatile, and bounded by the requests the broker admits.
 */
final class Successors {

    private record Waiting(
            Promise<ErrorCode> promise, Function<Moment, Decision<TransactionRecord>> request) {}

    private record Line(Deque<Waiting> waiting, Timer patience) {}

    private final Timers<TransactionRecord> timers;
    private final long patienceMs;
    private final Map<String, Line> lines = new HashMap<>();

    Successors(Timers<TransactionRecord> timers, long patienceMs) {
        this.timers = timers;
        this.patienceMs = patienceMs;
    }

    /** Whether there are any: then others of the same id line up behind them. */
    boolean has(String transactionalId) {
        return lines.containsKey(transactionalId);
    }

    /** Decides {@code request} later, or answers {@code promise} that it has to be repeated. */
    void add(
            String transactionalId,
            Promise<ErrorCode> promise,
            Function<Moment, Decision<TransactionRecord>> request) {
        lines.computeIfAbsent(transactionalId, this::line)
                .waiting
                .add(new Waiting(promise, request));
    }

    private Line line(String transactionalId) {
        Timer patience = timers.schedule(patienceMs, now -> giveUp(transactionalId));
        return new Line(new ArrayDeque<>(), patience);
    }

    private Decision<TransactionRecord> giveUp(String transactionalId) {
        Decision<TransactionRecord> out = Decision.none();
        Line line = lines.remove(transactionalId);
        if (line != null) {
            for (Waiting each : line.waiting) {
                out.andAnswer(each.promise, ErrorCode.CONCURRENT_TRANSACTIONS);
            }
        }
        return out;
    }

    /** The transaction they wait for is complete. Each is decided on what the one before left. */
    void begin(String transactionalId) {
        if (has(transactionalId)) {
            timers.schedule(0, now -> next(transactionalId, now));
        }
    }

    private Decision<TransactionRecord> next(String transactionalId, Moment now) {
        Line line = lines.get(transactionalId);
        if (line == null) {
            return Decision.none();
        }
        Waiting first = line.waiting.remove();
        if (line.waiting.isEmpty()) {
            line.patience.cancel();
            lines.remove(transactionalId);
        } else {
            begin(transactionalId);
        }
        return first.request.apply(now);
    }

    /** Nobody is served here any more. */
    void refuseAll(ErrorCode error) {
        for (Line line : lines.values()) {
            line.patience.cancel();
            line.waiting.forEach(each -> each.promise.refuse(error));
        }
        lines.clear();
    }
}
