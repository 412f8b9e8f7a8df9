package io.leat.log.testkit.history;

import io.leat.log.testkit.history.Operation.Polled;
import io.leat.log.testkit.history.Operation.Seen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * While its position was not set anew, a consumer went back (nonmonotonic-poll) or passed over an
 * offset that another consumer saw filled (poll-skip).
 */
final class PollOrder implements HistoryCheck {

    private record Position(String consumer, int assignment, String partition) {}

    @Override
    public List<Anomaly> check(HistoryIndex history) {
        List<Anomaly> found = new ArrayList<>();
        Map<String, NavigableSet<Long>> visible = new HashMap<>();
        for (Polled polled : history.polls) {
            NavigableSet<Long> offsets =
                    visible.computeIfAbsent(polled.partition(), name -> new TreeSet<>());
            polled.records().forEach(seen -> offsets.add(seen.offset()));
        }
        Map<Position, Long> last = new HashMap<>();
        for (Polled polled : history.polls) {
            Position position =
                    new Position(polled.consumer(), polled.assignment(), polled.partition());
            NavigableSet<Long> offsets = visible.getOrDefault(polled.partition(), new TreeSet<>());
            for (Seen seen : polled.records()) {
                Long before = last.put(position, seen.offset());
                if (before == null) {
                    continue;
                }
                String step = position + " went from " + before + " to " + seen.offset();
                if (seen.offset() <= before) {
                    found.add(new Anomaly("nonmonotonic-poll", step));
                    continue;
                }
                Long next = offsets.higher(before);
                if (next != null && next < seen.offset()) {
                    found.add(new Anomaly("poll-skip", step + ", past " + next));
                }
            }
        }
        return found;
    }
}
