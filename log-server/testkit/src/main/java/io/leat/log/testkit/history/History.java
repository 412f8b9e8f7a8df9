package io.leat.log.testkit.history;

import io.leat.log.testkit.history.Operation.Outcome;
import io.leat.log.testkit.history.Operation.Polled;
import io.leat.log.testkit.history.Operation.Seen;
import io.leat.log.testkit.history.Operation.Sent;
import io.leat.log.testkit.history.Operation.TransactionEnded;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What all clients of one run did and saw, in the order of completion. Not safe for several threads
 * at once; in simulation only one runs.
 *
 * <pre>{@code
 * history.acked("p1", "t-0", "value-17", 4);
 * history.polled("c1", 1, "t-0", List.of(new Seen(4, "value-17")));
 * assertEquals(List.of(), history.anomalies());
 * }</pre>
 */
public final class History {

    private static final List<HistoryCheck> ALWAYS =
            List.of(
                    new InconsistentOffsets(),
                    new Duplicates(),
                    new LostWrites(),
                    new AbortedReads(),
                    new TornTransactions(),
                    new PollOrder(),
                    new OffsetRegression(),
                    new GroupSkips(),
                    new SendOrder());

    private record Position(String group, String partition) {}

    private final List<Operation> operations = new ArrayList<>();
    private final Map<Position, Long> committed = new HashMap<>();

    public void add(Operation operation) {
        operations.add(operation);
    }

    /** A record outside of transactions was acknowledged. */
    public void acked(String producer, String partition, String value, long offset) {
        add(new Sent(producer, null, partition, value, Outcome.DONE, offset));
    }

    /** A record of {@code transaction} was acknowledged. */
    public void acked(
            String producer, String transaction, String partition, String value, long offset) {
        add(new Sent(producer, transaction, partition, value, Outcome.DONE, offset));
    }

    /** A send ended without an acknowledgement. */
    public void notAcked(
            String producer,
            @Nullable String transaction,
            String partition,
            String value,
            Outcome outcome) {
        add(new Sent(producer, transaction, partition, value, outcome, -1));
    }

    public void polled(String consumer, int assignment, String partition, List<Seen> records) {
        add(new Polled(consumer, assignment, partition, List.copyOf(records)));
    }

    public void ended(String transaction, Outcome outcome) {
        add(new TransactionEnded(transaction, outcome));
    }

    /** A commit of {@code group} was acknowledged. */
    public void committed(String group, String partition, long offset) {
        add(new Operation.Committed(group, partition, offset));
        committed.merge(new Position(group, partition), offset, Math::max);
    }

    /** The highest position of {@code group} whose commit was acknowledged so far. */
    public long acknowledged(String group, String partition) {
        return committed.getOrDefault(new Position(group, partition), 0L);
    }

    /**
     * A member of {@code group} starts to read a partition at the committed offset.
     *
     * @param acknowledged what {@link #acknowledged} said before it asked for that offset: while it
     *     asks, or hangs, others may commit more
     */
    public void resumed(String group, String partition, long acknowledged, long offset) {
        add(new Operation.Resumed(group, partition, acknowledged, offset));
    }

    public List<Operation> operations() {
        return List.copyOf(operations);
    }

    /** Every anomaly of what was recorded; readers are taken to be read_committed. */
    public List<Anomaly> anomalies() {
        return run(ALWAYS);
    }

    /**
     * As {@link #anomalies}, after consumers have read every partition to its end: what was
     * acknowledged or committed and was never seen is lost.
     */
    public List<Anomaly> anomaliesAfterDrain() {
        List<HistoryCheck> checks = new ArrayList<>(ALWAYS);
        checks.add(new UnseenWrites());
        return run(checks);
    }

    private List<Anomaly> run(List<HistoryCheck> checks) {
        HistoryIndex index = new HistoryIndex(operations);
        List<Anomaly> found = new ArrayList<>();
        checks.forEach(check -> found.addAll(check.check(index)));
        return found;
    }
}
