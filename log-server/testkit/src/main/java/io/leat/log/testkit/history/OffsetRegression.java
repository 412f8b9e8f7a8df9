package io.leat.log.testkit.history;

import io.leat.log.testkit.history.Operation.Resumed;
import java.util.ArrayList;
import java.util.List;

/** A group began to read below an offset whose commit had been acknowledged before. */
final class OffsetRegression implements HistoryCheck {

    @Override
    public List<Anomaly> check(HistoryIndex history) {
        List<Anomaly> found = new ArrayList<>();
        for (Operation operation : history.groups) {
            if (operation instanceof Resumed resumed && resumed.offset() < resumed.acknowledged()) {
                found.add(new Anomaly("offset-regression", resumed.toString()));
            }
        }
        return found;
    }
}
