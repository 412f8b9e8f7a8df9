package io.leat.log.testkit.history;

import io.leat.log.testkit.history.Operation.Outcome;
import io.leat.log.testkit.history.Operation.Polled;
import io.leat.log.testkit.history.Operation.Seen;
import io.leat.log.testkit.history.Operation.Sent;
import io.leat.log.testkit.history.Operation.TransactionEnded;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A history arranged for the checks: by partition and offset, by transaction, by value. */
final class HistoryIndex {

    final List<Sent> sends = new ArrayList<>();
    final List<Polled> polls = new ArrayList<>();
    final List<Operation> groups = new ArrayList<>();
    private final Map<String, Outcome> transactions = new HashMap<>();
    private final Map<String, Set<String>> seenValues = new HashMap<>();
    private final Map<String, Long> highestSeen = new HashMap<>();

    HistoryIndex(List<Operation> operations) {
        for (Operation operation : operations) {
            if (operation instanceof Sent sent) {
                sends.add(sent);
            } else if (operation instanceof TransactionEnded ended) {
                transactions.put(ended.transaction(), ended.outcome());
            } else if (operation instanceof Polled polled) {
                add(polled);
            } else {
                groups.add(operation);
            }
        }
    }

    private void add(Polled polled) {
        polls.add(polled);
        Set<String> values =
                seenValues.computeIfAbsent(polled.partition(), name -> new HashSet<>());
        for (Seen seen : polled.records()) {
            values.add(seen.value());
            highestSeen.merge(polled.partition(), seen.offset(), Math::max);
        }
    }

    /** Whether any consumer saw the value in its partition. */
    boolean seen(Sent sent) {
        return seenValues.getOrDefault(sent.partition(), Set.of()).contains(sent.value());
    }

    /** The highest offset that anyone read of {@code partition}; -1 when nobody read. */
    long highestSeen(String partition) {
        return highestSeen.getOrDefault(partition, -1L);
    }

    /** How a transaction ended; UNKNOWN when nobody learned it. */
    Outcome outcome(String transaction) {
        return transactions.getOrDefault(transaction, Outcome.UNKNOWN);
    }

    /** Whether a record that was acknowledged must become visible. */
    boolean mustBeVisible(Sent sent) {
        String transaction = sent.transaction();
        return sent.outcome() == Outcome.DONE
                && (transaction == null || outcome(transaction) == Outcome.DONE);
    }

    /** The sends of each transaction, in order of their first send. */
    Map<String, List<Sent>> sendsByTransaction() {
        Map<String, List<Sent>> grouped = new LinkedHashMap<>();
        for (Sent sent : sends) {
            String transaction = sent.transaction();
            if (transaction != null) {
                grouped.computeIfAbsent(transaction, name -> new ArrayList<>()).add(sent);
            }
        }
        return grouped;
    }

    /** Told of each (partition, offset, value) that an acknowledgement or a poll showed. */
    interface Sighting {
        void at(String partition, long offset, String value);
    }

    void forEachSighting(Sighting sighting) {
        for (Sent sent : sends) {
            if (sent.outcome() == Outcome.DONE) {
                sighting.at(sent.partition(), sent.offset(), sent.value());
            }
        }
        for (Polled polled : polls) {
            for (Seen seen : polled.records()) {
                sighting.at(polled.partition(), seen.offset(), seen.value());
            }
        }
    }
}
