package io.leat.streams.task;

import io.leat.streams.processor.Cancellable;
import io.leat.streams.processor.PunctuationType;
import io.leat.streams.processor.Punctuator;
import java.util.ArrayList;
import java.util.List;

/**
 * The punctuations and timers of a task. A due punctuation is called once; intervals that were
 * missed are skipped. Each due timer fires. Owned by the task's thread.
 */
final class Punctuations {

    private final List<Entry> entries = new ArrayList<>();
    private final List<ClockedTimers> timers = new ArrayList<>();

    /** Timers, and the clock that they go by. */
    private record ClockedTimers(PunctuationType clock, KeyTimers<?> timers) {}

    /** A punctuation and when it is due next. */
    static final class Entry implements Cancellable {

        private final String node;
        private final PunctuationType type;
        private final long interval;
        private final Punctuator callback;
        private long next;
        private boolean cancelled;

        Entry(String node, PunctuationType type, long next, long interval, Punctuator callback) {
            this.node = node;
            this.type = type;
            this.next = next;
            this.interval = interval;
            this.callback = callback;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    /** Calls a punctuator in the name of its node. */
    interface Caller {
        void call(String node, Punctuator callback, long timestamp);
    }

    Cancellable add(
            String node, PunctuationType type, long first, long interval, Punctuator callback) {
        Entry entry = new Entry(node, type, first, interval, callback);
        entries.add(entry);
        return entry;
    }

    void add(PunctuationType clock, KeyTimers<?> added) {
        if (timers.stream().anyMatch(known -> known.timers().name().equals(added.name()))) {
            throw new IllegalStateException(
                    "The timers of store " + added.name() + " have a callback already.");
        }
        timers.add(new ClockedTimers(clock, added));
    }

    /** Calls what is due at {@code now}; whether anything was. */
    boolean run(PunctuationType type, long now, Caller caller) {
        boolean called = punctuate(type, now, caller);
        for (ClockedTimers one : timers) {
            if (one.clock() == type) {
                called |= one.timers().fire(now, caller);
            }
        }
        return called;
    }

    private boolean punctuate(PunctuationType type, long now, Caller caller) {
        if (entries.isEmpty()) {
            return false;
        }
        boolean called = false;
        for (Entry entry : new ArrayList<>(entries)) {
            if (!entry.cancelled && entry.type == type && entry.next <= now) {
                entry.next += ((now - entry.next) / entry.interval + 1) * entry.interval;
                caller.call(entry.node, entry.callback, now);
                called = true;
            }
        }
        entries.removeIf(entry -> entry.cancelled);
        return called;
    }
}
