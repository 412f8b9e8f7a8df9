package io.leat.log.testkit.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One offset of a partition held two values: the log changed under somebody. */
final class InconsistentOffsets implements HistoryCheck {

    private record Place(String partition, long offset) {}

    @Override
    public List<Anomaly> check(HistoryIndex history) {
        List<Anomaly> found = new ArrayList<>();
        Map<Place, String> values = new HashMap<>();
        history.forEachSighting(
                (partition, offset, value) -> {
                    String other = values.putIfAbsent(new Place(partition, offset), value);
                    if (other != null && !other.equals(value)) {
                        found.add(
                                new Anomaly(
                                        "inconsistent-offsets",
                                        partition + "@" + offset + " is " + other + " and "
                                                + value));
                    }
                });
        return found;
    }
}
