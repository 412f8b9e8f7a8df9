package io.leat.log.testkit.history;

import io.leat.log.testkit.history.Operation.Committed;
import io.leat.log.testkit.history.Operation.Polled;
import io.leat.log.testkit.history.Operation.Seen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/** A group committed past a record that somebody saw and none of its members was given. */
final class GroupSkips implements HistoryCheck {

    @Override
    public List<Anomaly> check(HistoryIndex history) {
        Map<String, NavigableSet<Long>> visible = new HashMap<>();
        Map<String, Set<Long>> byGroup = new HashMap<>();
        for (Polled polled : history.polls) {
            int slash = polled.consumer().indexOf('/');
            String group = polled.consumer().substring(0, Math.max(0, slash));
            for (Seen seen : polled.records()) {
                visible.computeIfAbsent(polled.partition(), name -> new TreeSet<>())
                        .add(seen.offset());
                byGroup.computeIfAbsent(group + " " + polled.partition(), name -> new TreeSet<>())
                        .add(seen.offset());
            }
        }
        Map<String, Committed> furthest = new HashMap<>();
        for (Operation operation : history.groups) {
            if (operation instanceof Committed commit) {
                furthest.merge(
                        commit.group() + " " + commit.partition(),
                        commit,
                        (a, b) -> a.offset() >= b.offset() ? a : b);
            }
        }
        List<Anomaly> found = new ArrayList<>();
        furthest.forEach(
                (name, commit) -> {
                    Set<Long> given = byGroup.getOrDefault(name, Set.of());
                    for (long offset :
                            visible.getOrDefault(commit.partition(), new TreeSet<>())
                                    .headSet(commit.offset())) {
                        if (!given.contains(offset)) {
                            found.add(new Anomaly("group-skip", offset + " below " + commit));
                        }
                    }
                });
        return found;
    }
}
