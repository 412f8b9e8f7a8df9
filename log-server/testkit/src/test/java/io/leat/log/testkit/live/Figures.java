package io.leat.log.testkit.live;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Measured times, in milliseconds. Used by one thread. */
final class Figures {

    private final List<Long> values = new ArrayList<>();

    void add(long ms) {
        values.add(ms);
        Collections.sort(values);
    }

    long median() {
        return at(50);
    }

    /** The smallest value that so many percent do not exceed. */
    long at(int percent) {
        return values.get(Math.max(0, (values.size() * percent + 99) / 100 - 1));
    }

    int count() {
        return values.size();
    }

    @Override
    public String toString() {
        return values.isEmpty()
                ? "none"
                : String.format(
                        "n=%d min=%d median=%d p90=%d p99=%d max=%d ms",
                        values.size(),
                        values.get(0),
                        median(),
                        at(90),
                        at(99),
                        values.get(values.size() - 1));
    }
}
