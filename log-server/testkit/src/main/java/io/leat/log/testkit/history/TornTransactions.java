package io.leat.log.testkit.history;

import io.leat.log.testkit.history.Operation.Outcome;
import io.leat.log.testkit.history.Operation.Sent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Of one transaction a record was seen and another, which readers went past, was not. This holds
 * also for a transaction whose end nobody learned: all of it or nothing.
 */
final class TornTransactions implements HistoryCheck {

    @Override
    public List<Anomaly> check(HistoryIndex history) {
        List<Anomaly> found = new ArrayList<>();
        for (Map.Entry<String, List<Sent>> transaction : history.sendsByTransaction().entrySet()) {
            Sent seen = null;
            Sent missed = null;
            for (Sent sent : transaction.getValue()) {
                if (history.seen(sent)) {
                    seen = sent;
                } else if (sent.outcome() == Outcome.DONE
                        && sent.offset() <= history.highestSeen(sent.partition())) {
                    missed = sent;
                }
            }
            if (seen != null && missed != null) {
                found.add(
                        new Anomaly(
                                "torn-transaction",
                                transaction.getKey() + ": saw " + seen + ", not " + missed));
            }
        }
        return found;
    }
}
