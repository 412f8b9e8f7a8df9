package io.leat.log.runtime.sim;

import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Events in the order of their moments: a heap of four children a node, with what is compared most
 * in arrays of its own. A simulation spends much of its time here. Owned by the simulation.
 */
final class EventQueue {

    private static final int WIDTH = 4;
    private static final int FIRST_CAPACITY = 1_024;

    private @Nullable Event[] events = new @Nullable Event[FIRST_CAPACITY];
    private long[] moments = new long[FIRST_CAPACITY];
    private int size;

    int size() {
        return size;
    }

    /** The next event; null if there is none. */
    @Nullable Event peek() {
        return size == 0 ? null : events[0];
    }

    void add(Event event) {
        if (size == moments.length) {
            events = Arrays.copyOf(events, 2 * size);
            moments = Arrays.copyOf(moments, 2 * size);
        }
        size++;
        rise(size - 1, event);
    }

    /** Takes out the next event, which exists. */
    void remove() {
        size--;
        Event last = at(size);
        events[size] = null;
        if (size > 0) {
            sink(0, last);
        }
    }

    /** Only events for which {@code keep} holds stay. */
    void retain(Predicate<Event> keep) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            Event event = at(i);
            if (keep.test(event)) {
                put(kept++, event);
            }
        }
        Arrays.fill(events, kept, size, null);
        size = kept;
        for (int i = (size - 2) / WIDTH; i >= 0 && size > 1; i--) {
            sink(i, at(i));
        }
    }

    void clear() {
        Arrays.fill(events, 0, size, null);
        size = 0;
    }

    private Event at(int index) {
        Event event = events[index];
        if (event == null) {
            throw new IllegalStateException("the queue ends before " + index);
        }
        return event;
    }

    private void put(int index, Event event) {
        events[index] = event;
        moments[index] = event.atNanos;
    }

    private boolean isBefore(Event event, int index) {
        long moment = moments[index];
        return event.atNanos < moment || event.atNanos == moment && event.compareTo(at(index)) < 0;
    }

    private void rise(int from, Event event) {
        int index = from;
        while (index > 0) {
            int parent = (index - 1) / WIDTH;
            if (!isBefore(event, parent)) {
                break;
            }
            put(index, at(parent));
            index = parent;
        }
        put(index, event);
    }

    private void sink(int from, Event event) {
        int index = from;
        while (true) {
            int least = leastChild(index);
            if (least < 0 || isBefore(event, least)) {
                break;
            }
            put(index, at(least));
            index = least;
        }
        put(index, event);
    }

    private int leastChild(int index) {
        int first = WIDTH * index + 1;
        if (first >= size) {
            return -1;
        }
        int least = first;
        for (int i = first + 1; i < Math.min(first + WIDTH, size); i++) {
            if (moments[i] < moments[least]
                    || moments[i] == moments[least] && isBefore(at(i), least)) {
                least = i;
            }
        }
        return least;
    }
}
