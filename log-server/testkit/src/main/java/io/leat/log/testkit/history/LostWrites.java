package io.leat.log.testkit.history;

import io.leat.log.testkit.history.Operation.Sent;
import java.util.ArrayList;
import java.util.List;

/** An acknowledged record was never read although readers went past its offset. */
final class LostWrites implements HistoryCheck {

    @Override
    public List<Anomaly> check(HistoryIndex history) {
        List<Anomaly> found = new ArrayList<>();
        for (Sent sent : history.sends) {
            if (history.mustBeVisible(sent)
                    && sent.offset() <= history.highestSeen(sent.partition())
                    && !history.seen(sent)) {
                found.add(
                        new Anomaly(
                                "lost-write",
                                sent + ", read up to " + history.highestSeen(sent.partition())));
            }
        }
        return found;
    }
}
