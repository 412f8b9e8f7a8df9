package io.leat.log.testkit.history;

import io.leat.log.testkit.history.Operation.Outcome;
import io.leat.log.testkit.history.Operation.Sent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A producer's later record of a partition was acknowledged at a lower offset. */
final class SendOrder implements HistoryCheck {

    private record Stream(String producer, String partition) {}

    @Override
    public List<Anomaly> check(HistoryIndex history) {
        List<Anomaly> found = new ArrayList<>();
        Map<Stream, Sent> last = new HashMap<>();
        for (Sent sent : history.sends) {
            if (sent.outcome() != Outcome.DONE) {
                continue;
            }
            Sent before = last.put(new Stream(sent.producer(), sent.partition()), sent);
            if (before != null && sent.offset() <= before.offset()) {
                found.add(new Anomaly("nonmonotonic-send", before + " then " + sent));
            }
        }
        return found;
    }
}
