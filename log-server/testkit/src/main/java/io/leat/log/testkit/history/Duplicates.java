package io.leat.log.testkit.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One value stood at two offsets of a partition: a retry was appended twice. */
final class Duplicates implements HistoryCheck {

    private record Content(String partition, String value) {}

    @Override
    public List<Anomaly> check(HistoryIndex history) {
        List<Anomaly> found = new ArrayList<>();
        Map<Content, Long> offsets = new HashMap<>();
        history.forEachSighting(
                (partition, offset, value) -> {
                    Long other = offsets.putIfAbsent(new Content(partition, value), offset);
                    if (other != null && other != offset) {
                        found.add(
                                new Anomaly(
                                        "duplicate",
                                        value + " is at " + partition + "@" + other + " and @"
                                                + offset));
                    }
                });
        return found;
    }
}
