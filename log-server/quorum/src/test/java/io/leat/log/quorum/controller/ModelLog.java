package io.leat.log.quorum.controller;

import java.util.ArrayList;
import java.util.List;

/** The records of one replica: number and leader epoch of each. */
final class ModelLog {

    record Entry(int leaderEpoch, int number) {}

    private final List<Entry> entries = new ArrayList<>();
    private int flushed;

    int end() {
        return entries.size();
    }

    void append(Entry entry) {
        entries.add(entry);
    }

    List<Entry> prefix(int end) {
        return List.copyOf(entries.subList(0, end));
    }

    void flush() {
        flushed = entries.size();
    }

    /** Everything since the last flush is gone. */
    void losePower() {
        cut(flushed);
    }

    private void cut(int end) {
        entries.subList(end, entries.size()).clear();
        flushed = Math.min(flushed, end);
    }

    /** Cuts what the leader does not have, and takes up to {@code max} of what it has beyond. */
    void follow(ModelLog leader, int max) {
        int same = common(leader.entries);
        cut(same);
        entries.addAll(leader.entries.subList(same, Math.min(same + max, leader.end())));
    }

    /** How many of the first records are the same. */
    int common(List<Entry> other) {
        int same = 0;
        while (same < entries.size()
                && same < other.size()
                && entries.get(same).equals(other.get(same))) {
            same++;
        }
        return same;
    }
}
