package io.leat.log.testkit.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the members of a share group were given of one partition, and what brokers took from them.
 * Used by many threads.
 */
final class SharedLedger {

    private final Map<Long, Short> doneAfter = new TreeMap<>();
    private final Map<Long, Short> releasedAfter = new TreeMap<>();
    private final Set<Long> maybeDone = new TreeSet<>();
    private final Set<Long> given = new TreeSet<>();
    private final List<String> wrong = new ArrayList<>();
    private int redelivered;

    /** A record came to a member. */
    synchronized void given(long offset, short delivery) {
        given.add(offset);
        redelivered += delivery > 1 ? 1 : 0;
        Short done = doneAfter.get(offset);
        if (done != null && delivery > done) {
            wrong.add(offset + " was done after delivery " + done + ", and given as " + delivery);
        }
    }

    /** A broker said that it took what a member said after a delivery. */
    synchronized void taken(long offset, short delivery, boolean done) {
        if (!done) {
            releasedAfter.put(offset, delivery);
            return;
        }
        doneAfter.putIfAbsent(offset, delivery);
    }

    /** Nobody knows whether a broker took it: the answer was lost. */
    synchronized void unknown(long offset) {
        maybeDone.add(offset);
    }

    synchronized int done() {
        return doneAfter.size();
    }

    synchronized int redelivered() {
        return redelivered;
    }

    /** What should not be; also what was released and never done, and what never came. */
    synchronized List<String> judge(long end) {
        List<String> all = new ArrayList<>(wrong);
        for (long offset = 0; offset < end; offset++) {
            if (!given.contains(offset)) {
                all.add(offset + " never came");
            } else if (!doneAfter.containsKey(offset) && !maybeDone.contains(offset)) {
                all.add(offset + " is not done, released after " + releasedAfter.get(offset));
            }
        }
        return all;
    }
}
