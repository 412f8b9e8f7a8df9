package io.leat.log.testkit.history;

import io.leat.log.testkit.history.Operation.Outcome;
import io.leat.log.testkit.history.Operation.Sent;
import java.util.ArrayList;
import java.util.List;

/** A read_committed consumer saw a record of an aborted transaction (G1a). */
final class AbortedReads implements HistoryCheck {

    @Override
    public List<Anomaly> check(HistoryIndex history) {
        List<Anomaly> found = new ArrayList<>();
        for (Sent sent : history.sends) {
            String transaction = sent.transaction();
            if (transaction != null
                    && history.outcome(transaction) == Outcome.FAILED
                    && history.seen(sent)) {
                found.add(new Anomaly("aborted-read", sent.toString()));
            }
        }
        return found;
    }
}
