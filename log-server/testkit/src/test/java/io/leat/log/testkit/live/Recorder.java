package io.leat.log.testkit.live;

import io.leat.log.testkit.history.Anomaly;
import io.leat.log.testkit.history.History;
import io.leat.log.testkit.history.Operation.Outcome;
import io.leat.log.testkit.history.Operation.Seen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The history of one live run, with what only live clients have: errors, times, and reads that came
 * before a commit was asked for. Safe from any thread.
 */
final class Recorder {

    private final History history = new History();
    private final Map<String, String> transactionOf = new HashMap<>();
    private final Set<String> committing = new HashSet<>();
    private final List<Anomaly> anomalies = new ArrayList<>();
    private final Map<String, Integer> counts = new TreeMap<>();
    private final Map<String, Integer> troubles = new TreeMap<>();
    private final List<String> unexpected = new ArrayList<>();
    private long lastAckNanos;
    private long longestGapNanos;

    /** Before a record of a transaction is sent. */
    synchronized void sending(String transaction, String value) {
        transactionOf.put(value, transaction);
    }

    /** Some record was acknowledged just now. */
    synchronized void beat() {
        long now = System.nanoTime();
        if (lastAckNanos != 0) {
            longestGapNanos = Math.max(longestGapNanos, now - lastAckNanos);
        }
        lastAckNanos = now;
    }

    /**
     * A record was acknowledged, as were all that its producer had sent there before; {@code
     * transaction} is null outside of one.
     */
    synchronized void acked(
            String producer, String transaction, Place place, String value, long offset) {
        count(transaction == null ? "records acknowledged" : "records in transactions");
        history.acked(producer, transaction, place.toString(), value, offset);
    }

    synchronized void notAcked(String producer, String transaction, Place place, String value) {
        history.notAcked(producer, transaction, place.toString(), value, Outcome.UNKNOWN);
    }

    /** Before a commit is asked for: from here on its records may be seen. */
    synchronized void committing(String transaction) {
        committing.add(transaction);
    }

    synchronized void ended(String transaction, Outcome outcome) {
        count(
                switch (outcome) {
                    case DONE -> "transactions committed";
                    case FAILED -> "transactions aborted";
                    case UNKNOWN -> "transactions of unknown end";
                });
        history.ended(transaction, outcome);
    }

    /** Records that one read_committed consumer was given by one poll. */
    synchronized void polled(String consumer, int assignment, List<LiveConsumer.Read> records) {
        Map<Place, List<Seen>> byPlace = new LinkedHashMap<>();
        for (LiveConsumer.Read read : records) {
            byPlace.computeIfAbsent(read.place(), place -> new ArrayList<>())
                    .add(new Seen(read.offset(), read.value()));
            String transaction = transactionOf.get(read.value());
            if (transaction != null && !committing.contains(transaction)) {
                anomalies.add(new Anomaly("precommitted-read", consumer + " saw " + read));
            }
        }
        counts.merge("records read", records.size(), Integer::sum);
        byPlace.forEach(
                (place, seen) -> history.polled(consumer, assignment, place.toString(), seen));
    }

    synchronized void committed(String group, Place place, long offset) {
        count("offsets committed");
        history.committed(group, place.toString(), offset);
    }

    synchronized long acknowledged(String group, Place place) {
        return history.acknowledged(group, place.toString());
    }

    synchronized void resumed(String group, Place place, long acknowledged, long offset) {
        count("partitions taken over");
        history.resumed(group, place.toString(), acknowledged, offset);
    }

    synchronized void anomaly(String name, String evidence) {
        anomalies.add(new Anomaly(name, evidence));
    }

    synchronized void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    /** An error that a client was told; whether clients may be told it decides {@link Errors}. */
    synchronized void trouble(String client, String doing, Exception error, boolean expected) {
        String kind = client + " " + doing + ": " + error.getClass().getSimpleName();
        troubles.merge(kind, 1, Integer::sum);
        if (!expected) {
            unexpected.add(client + " " + doing + ": " + Errors.text(error));
        }
    }

    /** Anomalies after everything was read to its end. */
    synchronized List<Anomaly> judge() {
        List<Anomaly> all = new ArrayList<>(anomalies);
        all.addAll(history.anomaliesAfterDrain());
        return all;
    }

    synchronized Map<String, Integer> counts() {
        return new TreeMap<>(counts);
    }

    synchronized Map<String, Integer> troubles() {
        return new TreeMap<>(troubles);
    }

    /** Errors that clients should not have been told. */
    synchronized List<String> unexpected() {
        return List.copyOf(unexpected);
    }

    /**
     * The longest time in which nobody's write was acknowledged, from the first to the last one.
     */
    synchronized long longestGapMs() {
        return longestGapNanos / 1_000_000;
    }

    synchronized int operations() {
        return history.operations().size();
    }
}
