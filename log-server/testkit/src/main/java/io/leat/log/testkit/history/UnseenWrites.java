package io.leat.log.testkit.history;

import io.leat.log.testkit.history.Operation.Sent;
import java.util.ArrayList;
import java.util.List;

/** An acknowledged record above everything that was read, after everything was read. */
final class UnseenWrites implements HistoryCheck {

    @Override
    public List<Anomaly> check(HistoryIndex history) {
        List<Anomaly> found = new ArrayList<>();
        for (Sent sent : history.sends) {
            if (history.mustBeVisible(sent)
                    && sent.offset() > history.highestSeen(sent.partition())) {
                found.add(new Anomaly("unseen", sent.toString()));
            }
        }
        return found;
    }
}
