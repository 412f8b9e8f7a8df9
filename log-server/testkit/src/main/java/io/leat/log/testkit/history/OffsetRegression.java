package io.leat.log.testkit.history;

import io.leat.log.testkit.history.Operation.Committed;
import io.leat.log.testkit.history.Operation.Resumed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A group began to read below an offset whose commit had been acknowledged before. */
final class OffsetRegression implements HistoryCheck {

    private record Position(String group, String partition) {}

    @Override
    public List<Anomaly> check(HistoryIndex history) {
        List<Anomaly> found = new ArrayList<>();
        Map<Position, Long> highest = new HashMap<>();
        for (Operation operation : history.groups) {
            if (operation instanceof Committed commit) {
                highest.merge(
                        new Position(commit.group(), commit.partition()),
                        commit.offset(),
                        Math::max);
            } else if (operation instanceof Resumed resumed) {
                Position position = new Position(resumed.group(), resumed.partition());
                long before = highest.getOrDefault(position, 0L);
                if (resumed.offset() < before) {
                    found.add(
                            new Anomaly(
                                    "offset-regression",
                                    position + " had committed " + before + ", then " + resumed));
                }
            }
        }
        return found;
    }
}
